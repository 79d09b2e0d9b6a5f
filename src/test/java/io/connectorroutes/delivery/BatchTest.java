package io.connectorroutes.delivery;

import static io.connectorroutes.delivery.Tenant.NEXT;
import static io.connectorroutes.delivery.Tenant.connector;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.TenantPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several due changes in one call: which go together, and what the answers mean. */
class BatchTest {
  private static final String BASIC =
      "'authenticationConfiguration': {'@odata.type': '#microsoft.graph.basicAuthentication',"
          + " 'username': 'u', 'password': 'canary'}";

  private final Tenant tenant = new Tenant();

  // What goes together

  @Test
  void oneChangeAloneIsAPlainRequest() {
    assertThat(tenant.plan(update(1, "a")).request().request())
        .hasToString("PATCH /v1.0/identity/apiConnectors/a");
  }

  @Test
  void severalChangesAreOneBatchOfTheirVersion() {
    TenantPlan<GraphCall> plan = tenant.plan(update(1, "a"), update(2, "b"));

    assertThat(plan.request().request()).hasToString("POST /v1.0/$batch");
    assertThat(plan.intents())
        .extracting(i -> i.seq() + " " + i.method() + " " + i.path())
        .containsExactly(
            "1 PATCH /v1.0/identity/apiConnectors/a", "2 PATCH /v1.0/identity/apiConnectors/b");
    assertThat(plan.request().request().body().findValuesAsText("client-request-id"))
        .containsExactlyElementsOf(plan.intents().stream().map(i -> i.clientRequestId()).toList());
  }

  @Test
  void theFirstDueChangeDecidesOnTheVersion() {
    DueChange connector = group(3, "g");

    assertThat(tenant.requests(update(1, "a"), connector, update(2, "b")))
        .containsExactly(
            "PATCH /v1.0/identity/apiConnectors/a", "PATCH /v1.0/identity/apiConnectors/b");
    assertThat(tenant.requests(connector, update(1, "a"), group(4, "h")))
        .containsExactly("DELETE " + GROUPS + "g", "DELETE " + GROUPS + "h");
  }

  @Test
  void aBatchHoldsNoMoreThanItsSize() {
    assertThat(tenant.requests(updates(25))).hasSize(20);
  }

  @Test
  void largeBodiesLimitABatchToo() {
    String large = "PFX" + "A".repeat(1_400_000);

    assertThat(tenant.requests(upload(1, "a", large), upload(2, "b", large), upload(3, "c", large)))
        .hasSize(2);
    assertThat(tenant.requests(upload(1, "a", "A".repeat(3_500_000)), update(2, "b"))).hasSize(1);
  }

  @Test
  void aSmallChangeStillFitsBesideOneThatDoesNot() {
    String large = "PFX" + "A".repeat(2_000_000);

    assertThat(tenant.requests(upload(1, "a", large), upload(2, "b", large), update(3, "c")))
        .containsExactly(
            "POST /v1.0/identity/apiConnectors/a/uploadClientCertificate",
            "PATCH /v1.0/identity/apiConnectors/c");
  }

  @Test
  void aNameThatTheSameCallGivesIsWaitedFor() {
    tenant.listed(byName(9, "update", "Z"), connector("id-z", "Z"));

    assertThat(tenant.requests(create(1, "A"), enable(2, "'displayName': 'A'"), update(3, "b")))
        .containsExactly(
            "POST /v1.0/identity/apiConnectors", "PATCH /v1.0/identity/apiConnectors/b");
    assertThat(tenant.plan(rename(1, "x", "A"), byName(2, "delete", "A")).decisions()).isEmpty();
    assertThat(tenant.requests(rename(1, "x", "A"), create(2, "A"))).hasSize(1);
  }

  @Test
  void twoChangesOfOneObjectAreNotSentTogether() {
    tenant.listed(byName(9, "update", "A"), connector("id-a", "A"));

    assertThat(tenant.requests(byName(1, "update", "A"), update(2, "id-a"))).hasSize(1);
    assertThat(tenant.requests(enable(1, "'id': 'id-a'"), delete(2, "id-a"))).hasSize(1);
    assertThat(tenant.requests(delete(1, "id-a"), enable(2, "'id': 'id-a'"))).hasSize(1);
    assertThat(tenant.requests(enable(1, "'id': 'id-a'"), enable(2, "'id': 'id-a'"))).hasSize(2);
  }

  @Test
  void aListGoesAlongOnceForAllThatWaitForIt() {
    DueChange first = byName(1, "update", "A");
    DueChange second = byName(3, "update", "B");
    Claimed<GraphCall> claim = tenant.claim(first, update(2, "x"), second);
    assertThat(claim.intents())
        .extracting(i -> i.method() + " " + i.path())
        .containsExactly(
            "GET /v1.0/identity/apiConnectors", "PATCH /v1.0/identity/apiConnectors/x");

    ClaimResult result =
        batch(claim, item(2, 204), item(1, 200, "{'value': [" + connector("id-a", "A") + "]}"));

    assertThat(result.decisions()).extracting(Decision::seq).containsExactly(2L);
    assertThat(result.lists()).hasSize(1);
    assertThat(tenant.request(first)).isEqualTo("PATCH /v1.0/identity/apiConnectors/id-a");
  }

  @Test
  void whatTheSameCallCreatedIsAddedToItsList() {
    Claimed<GraphCall> claim = tenant.claim(create(1, "B"), byName(2, "update", "A"));

    batch(claim, item(1, 201, "{'id': 'id-b'}"), item(2, 200, page("")));

    assertThat(tenant.requests(byName(3, "update", "B")))
        .containsExactly("PATCH " + CONNECTORS + "id-b");
  }

  /** Whoever is first: with the other one the list might have a gap. */
  @Test
  void aDeleteAndAListOfItsKindAreNeverInOneCall() {
    DueChange waiting = byName(2, "update", "A");

    assertThat(tenant.requests(delete(1, "x"), waiting, update(3, "y")))
        .containsExactly("DELETE " + CONNECTORS + "x", "PATCH " + CONNECTORS + "y");
    assertThat(tenant.requests(waiting, delete(3, "x"), update(4, "y")))
        .containsExactly("GET /v1.0/identity/apiConnectors", "PATCH " + CONNECTORS + "y");
  }

  @Test
  void deletesWaitUntilAListIsReadToItsEnd() {
    DueChange waiting = byName(2, "update", "A");
    DueChange[] due = {delete(1, "x"), waiting, delete(3, "z")};
    tenant.answer(tenant.claim(waiting), Tenant.response(200, page(", " + NEXT)));

    assertThat(tenant.requests(due)).containsExactly("GET /v1.0/p?$skiptoken=2");
    tenant.listed(waiting, connector("id-a", "A"));
    assertThat(tenant.requests(due))
        .containsExactly(
            "DELETE " + CONNECTORS + "x",
            "PATCH " + CONNECTORS + "id-a",
            "DELETE " + CONNECTORS + "z");
  }

  @Test
  void deletesDoNotWaitForAListThatNobodyWaitsFor() {
    DueChange waiting = byName(2, "update", "A");
    tenant.answer(tenant.claim(waiting), Tenant.response(200, page(", " + NEXT)));

    assertThat(tenant.requests(delete(1, "x"), update(3, "y")))
        .containsExactly("PATCH " + CONNECTORS + "y", "DELETE " + CONNECTORS + "x");
  }

  @Test
  void deletesOfAnotherKindDoNotWait() {
    DueChange waiting = byName(1, "update", "A");
    tenant.answer(tenant.claim(waiting), Tenant.response(200, page(", " + NEXT)));

    assertThat(tenant.requests(group(2, "g"), waiting)).containsExactly("DELETE " + GROUPS + "g");
  }

  // What the answers mean

  @Test
  void itemsAreDecidedOneByOne() {
    Claimed<GraphCall> claim =
        tenant.claim(
            update(1, "a"), delete(2, "b"), update(3, "c"), create(4, "D"), update(5, "e"));

    ClaimResult result =
        batch(
            claim,
            item(5, 424),
            item(4, 201, "{'id': 'id-d'}"),
            item(3, 400, "{'error': {'code': 'bad', 'message': 'no'}}"),
            item(2, 404),
            item(1, 503));

    Map<Long, Decision> decisions = decisions(result);
    assertThat(decisions.get(1L)).isInstanceOf(Decision.Retry.class);
    assertThat(outcome(decisions.get(2L))).isEqualTo(Outcome.NO_OP);
    assertThat(outcome(decisions.get(3L))).isEqualTo(Outcome.FAILED);
    assertThat(((Decision.Settle) decisions.get(3L)).errorCode()).isEqualTo("bad");
    assertThat(((Decision.Settle) decisions.get(4L)).resourceId()).isEqualTo("id-d");
    assertThat(((Decision.Retry) decisions.get(5L)).phase()).isEqualTo(Phase.SEND);
    assertThat(result.attempts())
        .extracting(AttemptResult::httpStatus)
        .containsExactly(503, 404, 400, 201, 424);
    assertThat(result.attempts())
        .extracting(AttemptResult::clientRequestId)
        .containsExactlyElementsOf(claim.intents().stream().map(i -> i.clientRequestId()).toList());
    assertThat(result.park()).isNull();
  }

  @Test
  void noItemRepeatsASecretOfAnother() {
    ClaimResult result =
        batch(
            tenant.claim(update(1, "a"), create(2, "B")),
            item(1, 400, "{'error': {'code': 'Y2FuYXJ5', 'message': 'not canary, as in 2'}}"),
            item(2, 400, "{'error': {'code': 'bad', 'message': 'no'}}"));

    Decision.Settle first = (Decision.Settle) decisions(result).get(1L);
    assertThat(first.errorCode()).isEqualTo("http400");
    assertThat(first.message()).startsWith("not ******, as in 2");
  }

  @Test
  void aFailedDependencyWasNotDoneSoThatAPostIsSentAgainWithoutALook() {
    ClaimResult result =
        batch(tenant.claim(create(1, "A"), update(2, "b")), item(1, 424), item(2, 204));

    Decision.Retry again = (Decision.Retry) decisions(result).get(1L);
    assertThat(again.phase()).isEqualTo(Phase.SEND);
    assertThat(again.attemptUsed()).isTrue();
    assertThat(result.attempts()).allMatch(AttemptResult::sent);
  }

  @Test
  void aMissingItemIsALostAnswer() {
    ClaimResult result =
        batch(tenant.claim(create(1, "A"), update(2, "b"), update(3, "c")), item(3, 204));

    Map<Long, Decision> decisions = decisions(result);
    assertThat(((Decision.Retry) decisions.get(1L)).phase()).isEqualTo(Phase.LOOK);
    assertThat(((Decision.Retry) decisions.get(1L)).lostAt()).isEqualTo(tenant.view.now);
    assertThat(((Decision.Retry) decisions.get(2L)).phase()).isEqualTo(Phase.SEND);
    assertThat(result.attempts())
        .extracting(AttemptResult::errorCode)
        .containsExactly("missingInBatch", "missingInBatch", null);
    assertThat(result.attempts()).allMatch(AttemptResult::sent);
  }

  @Test
  void anAnswerThatIsNoneToABatchLosesAllOfThem() {
    Claimed<GraphCall> claim = tenant.claim(create(1, "A"), update(2, "b"));

    ClaimResult result = tenant.answer(claim, Tenant.response(200, "<html>"));

    assertThat(((Decision.Retry) decisions(result).get(1L)).phase()).isEqualTo(Phase.LOOK);
    assertThat(((Decision.Retry) decisions(result).get(2L)).attemptUsed()).isTrue();
  }

  @Test
  void aThrottledItemParksTheTenantForTheLongestOfThem() {
    ClaimResult result =
        batch(
            tenant.claim(update(1, "a"), create(2, "B"), update(3, "c")),
            "{'id': '1', 'status': 429, 'headers': {'Retry-After': '7'}}",
            "{'id': '2', 'status': 429, 'headers': {'Retry-After': '315'}}",
            item(3, 204));

    Instant over = tenant.view.now.plusSeconds(315);
    assertThat(result.park().until()).isEqualTo(over);
    Map<Long, Decision> decisions = decisions(result);
    assertThat(((Decision.Retry) decisions.get(1L)).due()).isEqualTo(over);
    assertThat(((Decision.Retry) decisions.get(1L)).attemptUsed()).isFalse();
    assertThat(((Decision.Retry) decisions.get(2L)).phase()).isEqualTo(Phase.LOOK);
    assertThat(outcome(decisions.get(3L))).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void throttledItemsWithoutRetryAfterAreOneThrottle() {
    ClaimResult result =
        batch(
            tenant.claim(updates(20)),
            IntStream.rangeClosed(1, 20).mapToObj(i -> item(i, 429)).toArray(String[]::new));

    assertThat(result.park().until())
        .isBetween(tenant.view.now.plusMillis(2_500), tenant.view.now.plusSeconds(5));
  }

  @Test
  void aThrottledBatchIsAThrottleForEach() {
    Claimed<GraphCall> claim = tenant.claim(update(1, "a"), create(2, "B"));

    ClaimResult result = tenant.answer(claim, Tenant.response(429, "", "retry-after", "60"));

    assertThat(result.park().until()).isEqualTo(tenant.view.now.plusSeconds(60));
    assertThat(((Decision.Retry) decisions(result).get(2L)).phase()).isEqualTo(Phase.LOOK);
    assertThat(result.decisions()).hasSize(2);
  }

  @Test
  void aTokenIsRefusedOnceForAWholeBatch() {
    Claimed<GraphCall> claim = tenant.claim(update(1, "a"), update(2, "b"));

    ClaimResult first =
        tenant.answer(claim, Tenant.response(401, "", "www-authenticate", "Bearer"));
    assertThat(first.park()).isNull();
    assertThat(tenant.tokens.challenges).containsExactly("Bearer");
    assertThat(first.decisions())
        .allSatisfy(v -> assertThat(((Decision.Retry) v).due()).isEqualTo(tenant.view.now));

    ClaimResult second = batch(claim, item(1, 204), item(2, 401));
    assertThat(second.park()).isNotNull();
    assertThat(outcome(decisions(second).get(1L))).isEqualTo(Outcome.APPLIED);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 509})
  void aFailedBatchIsAFailureOfEach(int status) {
    Claimed<GraphCall> claim = tenant.claim(update(1, "a"), create(2, "B"));

    ClaimResult result = tenant.answer(claim, Tenant.response(status, ""));

    assertThat(((Decision.Retry) decisions(result).get(1L)).attemptUsed()).isTrue();
    assertThat(((Decision.Retry) decisions(result).get(2L)).phase()).isEqualTo(Phase.LOOK);
  }

  @Test
  void aBrokenConnectionLosesEach() {
    Claimed<GraphCall> claim = tenant.claim(update(1, "a"), create(2, "B"));

    ClaimResult result = tenant.fail(claim, new IOException("reset"));

    assertThat(result.attempts())
        .extracting(AttemptResult::errorCode)
        .containsOnly("connectionLost");
    assertThat(((Decision.Retry) decisions(result).get(2L)).phase()).isEqualTo(Phase.LOOK);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 413, 501})
  void aRefusedBatchIsHalvedUntilTheCulpritStandsAlone(int status) {
    int sent = 0;
    for (int size : List.of(20, 10, 5, 2)) {
      Claimed<GraphCall> claim = tenant.claim(updates(20));
      assertThat(claim.intents()).hasSize(size);
      ClaimResult result = tenant.answer(claim, Tenant.response(status, ""));
      assertThat(result.decisions()).isEmpty();
      assertThat(result.attempts()).hasSize(size).allMatch(a -> a.httpStatus() == status);
      sent++;
    }
    Claimed<GraphCall> alone = tenant.claim(updates(20));
    assertThat(alone.request().request()).hasToString("PATCH /v1.0/identity/apiConnectors/id-1");
    assertThat(tenant.answer(alone, Tenant.response(status, "")).decisions()).hasSize(1);
    assertThat(sent).isEqualTo(4);
  }

  @Test
  void aRefusalThatCannotBeReadIsALostAnswerToEach() {
    Claimed<GraphCall> claim = tenant.claim(updates(2));

    ClaimResult result = tenant.answer(claim, new GraphResponse(400, null, new byte[0]));

    assertThat(result.attempts()).allMatch(answer -> answer.errorCode().equals("internalError"));
    assertThat(result.decisions()).hasSize(2).allMatch(Decision.Retry.class::isInstance);
  }

  @Test
  void eachCallThatIsTakenLetsOneMoreIn() {
    tenant.answer(tenant.claim(updates(4)), Tenant.response(413, ""));
    assertThat(tenant.requests(updates(20))).hasSize(2);

    for (int size = 3; size <= 20; size++) {
      tenant.answer(tenant.claim(updates(20)), Tenant.response(200, "{'responses': []}"));
      assertThat(tenant.requests(updates(25))).hasSize(size);
    }
  }

  // helpers

  private static final String CONNECTORS = "/v1.0/identity/apiConnectors/";

  /** A page of a list that shows nothing. */
  private static String page(String more) {
    return "{'value': []" + more + "}";
  }

  private static final String GROUPS =
      "/beta/onPremisesPublishingProfiles/applicationProxy/connectorGroups/";

  private ClaimResult batch(Claimed<GraphCall> claim, String... items) {
    return tenant.answer(
        claim, Tenant.response(200, "{'responses': [" + String.join(", ", items) + "]}"));
  }

  private static String item(int id, int status) {
    return "{'id': '" + id + "', 'status': " + status + "}";
  }

  private static String item(int id, int status, String body) {
    return "{'id': '" + id + "', 'status': " + status + ", 'body': " + body + "}";
  }

  private static Map<Long, Decision> decisions(ClaimResult result) {
    return result.decisions().stream()
        .collect(Collectors.toMap(Decision::seq, Function.identity()));
  }

  private static Outcome outcome(Decision decision) {
    return ((Decision.Settle) decision).outcome();
  }

  private DueChange[] updates(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> update(i, "id-" + i))
        .toArray(DueChange[]::new);
  }

  private DueChange update(int seq, String id) {
    return due(seq, "update", "'id': '" + id + "'", "'targetUrl': 'https://b.example'");
  }

  private DueChange rename(int seq, String id, String name) {
    return due(seq, "update", "'id': '" + id + "'", "'displayName': '" + name + "'");
  }

  private DueChange byName(int seq, String operation, String name) {
    return due(
        seq,
        operation,
        "'displayName': '" + name + "'",
        operation.equals("delete") ? "" : "'targetUrl': 'https://b.example'");
  }

  private DueChange delete(int seq, String id) {
    return due(seq, "delete", "'id': '" + id + "'", "");
  }

  private DueChange create(int seq, String name) {
    return due(
        seq,
        "create",
        "",
        "'displayName': '" + name + "', 'targetUrl': 'https://a.example/api', " + BASIC);
  }

  private DueChange upload(int seq, String id, String pfx) {
    return due(
        seq,
        "uploadClientCertificate",
        "'id': '" + id + "'",
        "'pkcs12Value': '" + pfx + "', 'password': 'canary'");
  }

  private DueChange group(int seq, String id) {
    return tenant
        .due("{'operation': 'connectorGroup.delete', 'target': {'id': '" + id + "'}}")
        .seq(seq)
        .get();
  }

  private DueChange enable(int seq, String connector) {
    return tenant
        .due(
            "{'operation': 'userFlow.enableApiConnector', 'target': {'userFlowId': 'f"
                + seq
                + "', 'step': 'postFederationSignup'}, 'properties': {'apiConnector': {"
                + connector
                + "}}}")
        .seq(seq)
        .get();
  }

  private DueChange due(int seq, String operation, String target, String properties) {
    return tenant
        .due(
            "{'operation': 'apiConnector."
                + operation
                + "', 'target': {"
                + target
                + "}, 'properties': {"
                + properties
                + "}}")
        .seq(seq)
        .accepted(tenant.view.now.minus(Duration.ofSeconds(1)))
        .get();
  }
}
