package io.connectorroutes.delivery;

import static io.connectorroutes.delivery.Tenant.again;
import static io.connectorroutes.delivery.Tenant.connector;
import static io.connectorroutes.delivery.Tenant.settled;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.graph.TokenUnavailableException;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.PermissionAnswer;
import io.connectorroutes.ledger.Phase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsePolicyTest {
  private static final String CREATE =
      "{'operation': 'apiConnector.create', 'properties': {'displayName': 'A', 'targetUrl':"
          + " 'https://a.example/api', 'authenticationConfiguration': {'@odata.type':"
          + " '#microsoft.graph.basicAuthentication', 'username': 'u', 'password':"
          + " 'canary-secret'}}}";
  private static final String UPDATE =
      "{'operation': 'apiConnector.update', 'target': {'id': 'id-a'}, 'properties':"
          + " {'displayName': 'B'}}";
  private static final String LINK_BY_NAME =
      "{'operation': 'userFlow.enableApiConnector', 'target': {'userFlowId': 'f',"
          + " 'step': 'postFederationSignup'}, 'properties': {'apiConnector':"
          + " {'displayName': 'A'}}}";
  private static final String UPDATE_BY_NAME = UPDATE.replace("'id': 'id-a'", "'displayName': 'A'");
  private static final String DELETE =
      "{'operation': 'apiConnector.delete', 'target': {'id': 'id-a'}}";
  private static final String MOVE =
      "{'operation': 'connector.moveToGroup', 'target': {'id': 'c'},"
          + " 'properties': {'connectorGroup': {'id': 'g'}}}";
  private static final String CONNECTOR_UPDATE =
      "{'operation': 'connector.update', 'target': {'id': 'c'}, 'properties':"
          + " {'status': 'active'}}";
  private static final String UPLOAD =
      "{'operation': 'apiConnector.uploadClientCertificate', 'target': {'id': 'id-a'},"
          + " 'properties': {'pkcs12Value': 'PFX', 'password': 'canary-secret'}}";
  private static final String NOT_FOUND =
      "{'error': {'code': 'Request_ResourceNotFound', 'message': 'gone'}}";

  private final Tenant tenant = new Tenant();

  // Success

  @ParameterizedTest
  @CsvSource({"200", "201", "202", "204"})
  void any2xxIsSuccess(int status) {
    ClaimResult result = tenant.answer(tenant.due(UPDATE).get(), status, "", "request-id", "r-1");

    Decision.Settle decision = settled(result);
    assertThat(decision.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(decision.resourceId()).isEqualTo("id-a");
    assertThat(decision.httpStatus()).isEqualTo(status);
    assertThat(decision.requestId()).isEqualTo("r-1");
    assertThat(result.park()).isNull();
  }

  // In single quotes as everywhere here; a row is what the connector's list holds, and what is
  // said.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'thumbprint':'SENT','notBefore':1,'notAfter':1798675200,'isActive':true}"
            + " | the connector's active certificate is SENT (until 2026-12-31T00:00:00Z)",
        "{'thumbprint':'OLD','notAfter':1798675200,'isActive':true},"
            + "{'thumbprint':'SENT','notBefore':1893456000,'notAfter':1924992000,'isActive':false}"
            + " | the connector's active certificate is OLD (until 2026-12-31T00:00:00Z); the one"
            + " that was sent, SENT, is not valid before 2030-01-01T00:00:00Z",
        "{'thumbprint':'OLD','isActive':true},{'thumbprint':'SENT','notBefore':1}"
            + " | the connector's active certificate is OLD; the one that was sent, SENT, is not",
        "{'thumbprint':'OLD','notBefore':0,'notAfter':1,'isActive':false}"
            + " | no certificate of the connector is active",
        "{'thumbprint':'SENT','notAfter':'soon','isActive':true}"
            + " | the connector's active certificate is SENT",
        "{'thumbprint':'SENT','notAfter':99999999999999,'isActive':true}"
            + " | the connector's active certificate is SENT",
        "{'thumbprint':'canary-secret','isActive':true},7,null"
            + " | no certificate of the connector is active"
      })
  void anUploadTellsWhichCertificateIsActive(String list, String told) {
    String sent = "AB".repeat(20);
    String old = "cd".repeat(20);
    DueChange due = tenant.due(UPLOAD).thumbprint(sent).get();

    Decision.Settle decision =
        settled(
            tenant.answer(
                due,
                200,
                "{'id':'id-a','authenticationConfiguration':{'certificateList':["
                    + list.replace("SENT", sent).replace("OLD", old)
                    + "]}}"));

    assertThat(decision.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(decision.message())
        .isEqualTo(told.replace("SENT", sent).replace("OLD", old.toUpperCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{'authenticationConfiguration': {'username': 'u'}}",
        "{'authenticationConfiguration': {'certificateList': {}}}"
      })
  void anUploadWhoseAnswerShowsNoListTellsNothing(String body) {
    assertThat(settled(tenant.answer(tenant.due(UPLOAD).get(), 200, body)).message()).isNull();
  }

  @Test
  void aListOfManyCertificatesIsToldShortened() {
    String many =
        Stream.generate(() -> "{'thumbprint':'" + "AB".repeat(20) + "','isActive':true}")
            .limit(1000)
            .collect(Collectors.joining(","));

    assertThat(
            settled(
                    tenant.answer(
                        tenant.due(UPLOAD).get(),
                        200,
                        "{'authenticationConfiguration':{'certificateList':[" + many + "]}}"))
                .message())
        .hasSizeLessThanOrEqualTo(500);
  }

  @Test
  void aCreateTellsTheNewId() {
    assertThat(resourceId("{'id': 'id-new'}")).isEqualTo("id-new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://graph.microsoft.com/v1.0/identity/apiConnectors/id-new",
        "https://graph.microsoft.com/v1.0/identity/apiConnectors('id-new')"
      })
  void orTheLocationTellsIt(String location) {
    assertThat(resourceId("", "location", location)).isEqualTo("id-new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "null"})
  void aCreateWithoutAnIdIsAppliedAllTheSame(String body) {
    assertThat(resourceId(body)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary-secret", "x-Y2FuYXJ5LXNlY3JldA", "63616e6172792d736563726574"})
  void anIdThatRepeatsTheSecretIsNone(String id) {
    assertThat(resourceId("{'id': '" + id + "'}")).isNull();
    assertThat(resourceId("", "location", "https://graph.microsoft.com/v1.0/a/" + id)).isNull();
  }

  /** Else many a create with a password of some characters would lose its id by chance. */
  @Test
  void anIdOfGraphHasNoShortSecret() {
    String id = "6e2f9c53-a2a1-4c6e-8d94-2f6a0c707d1e";
    Decision.Settle decision =
        settled(
            tenant.answer(
                tenant.due(CREATE.replace("canary-secret", "p")).get(),
                201,
                "{'id': '" + id + "'}",
                "request-id",
                id));

    assertThat(decision.resourceId()).isEqualTo(id);
    assertThat(decision.requestId()).isEqualTo(id);
  }

  // 429

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "315 | 315000",
        "0.249 | 249",
        "86400 | 86400000",
        "31, 120 | 120000",
        "Fri, 20 Nov 2026 10:05:15 GMT | 315000"
      })
  void aThrottledTenantIsParkedAsLongAsGraphAsks(String header, long milliseconds) {
    ClaimResult result = tenant.answer(tenant.due(UPDATE).get(), 429, "", "retry-after", header);

    assertThat(result.park().until()).isEqualTo(tenant.view.now.plusMillis(milliseconds));
    Decision.Retry decision = again(result);
    assertThat(decision.due()).isEqualTo(result.park().until());
    assertThat(decision.attemptUsed()).isFalse();
    assertThat(decision.spent()).isZero();
    assertThat(decision.phase()).isEqualTo(Phase.SEND);
  }

  @Test
  void withoutRetryAfterEachPauseInARowIsLonger() {
    Duration first = park(429);
    Duration third = Stream.of(park(429), park(429)).reduce((a, b) -> b).orElseThrow();
    assertThat(first).isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(5));
    assertThat(third).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));

    tenant.answer(tenant.due(UPDATE).get(), 204, "");
    assertThat(park(429)).isLessThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aPauseIsNeverLongerThanFiveMinutesUnlessGraphAsks() {
    Duration last = Stream.generate(() -> park(429)).limit(40).reduce((a, b) -> b).orElseThrow();

    assertThat(last).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5));
  }

  @Test
  void aThrottledPostIsLookedForFirst() {
    Decision.Retry decision = again(tenant.answer(tenant.due(CREATE).get(), 429, ""));

    assertThat(decision.phase()).isEqualTo(Phase.LOOK);
    assertThat(decision.lostAt()).isEqualTo(tenant.view.now);
    assertThat(decision.attemptUsed()).isFalse();
  }

  @Test
  void aThrottleIsNeverTheEnd() {
    DueChange due = tenant.due(UPDATE).attempts(7).spent(Duration.ofMinutes(60)).get();

    assertThat(tenant.answer(due, 429, "", "retry-after", "7200").decisions().get(0))
        .isInstanceOf(Decision.Retry.class);
  }

  // Failures that may pass

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 509})
  void passingFailuresBackOff(int status) {
    ClaimResult result = tenant.answer(tenant.due(UPDATE).attempts(3).get(), status, "");

    Decision.Retry decision = again(result);
    assertThat(decision.due()).isBetween(tenant.view.now, tenant.view.now.plusSeconds(8));
    assertThat(decision.attemptUsed()).isTrue();
    assertThat(decision.spent()).isEqualTo(Duration.between(tenant.view.now, decision.due()));
    assertThat(decision.phase()).isEqualTo(Phase.SEND);
    assertThat(result.park()).isNull();
    assertThat(result.attempts().get(0).errorCode()).isEqualTo("http" + status);
  }

  @Test
  void fullJitterUsesTheWholeRange() {
    long distinct =
        Stream.generate(() -> again(tenant.answer(tenant.due(UPDATE).attempts(3).get(), 503, "")))
            .limit(50)
            .map(decision -> decision.spent().toSeconds())
            .distinct()
            .count();

    assertThat(distinct).isEqualTo(8);
  }

  @Test
  void retryAfterIsHonouredAnywhere() {
    Decision.Retry decision =
        again(tenant.answer(tenant.due(UPDATE).get(), 503, "", "retry-after", "77"));

    assertThat(decision.due()).isEqualTo(tenant.view.now.plusSeconds(77));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409})
  void aConcurrencyViolationMayPass(int status) {
    String body =
        "{'error': {'code': 'x', 'innerError': {'code': 'Directory_ConcurrencyViolation'}}}";

    assertThat(again(tenant.answer(tenant.due(UPDATE).get(), status, body)).attemptUsed()).isTrue();
    assertThat(again(tenant.answer(tenant.due(CREATE).get(), status, body)).phase())
        .isEqualTo(Phase.LOOK);
  }

  @ParameterizedTest
  @MethodSource("lost")
  void aLostAnswerOfAPostIsLookedFor(IOException failure, String code) {
    ClaimResult result = tenant.fail(tenant.due(CREATE).get(), new RuntimeException(failure));

    Decision.Retry decision = again(result);
    assertThat(decision.phase()).isEqualTo(Phase.LOOK);
    assertThat(decision.lostAt()).isEqualTo(tenant.view.now);
    AttemptResult answer = result.attempts().get(0);
    assertThat(answer.sent()).isTrue();
    assertThat(answer.errorCode()).isEqualTo(code);
    assertThat(answer.httpStatus()).isNull();
    assertThat(answer.message()).doesNotContain("canary");
  }

  static Stream<Arguments> lost() {
    return Stream.of(
        Arguments.of(new SocketTimeoutException("canary"), "timeout"),
        Arguments.of(new SocketException("canary"), "connectionLost"),
        Arguments.of(new IOException("canary"), "connectionLost"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 509})
  void aFailureThatMayHaveBeenDoneIsLookedFor(int status) {
    assertThat(again(tenant.answer(tenant.due(CREATE).get(), status, "")).phase())
        .isEqualTo(Phase.LOOK);
  }

  @ParameterizedTest
  @ValueSource(strings = {UPDATE, DELETE, MOVE})
  void whatMayBeSentTwiceIsSimplySentAgain(String change) {
    Decision.Retry decision =
        again(tenant.fail(tenant.due(change).get(), new SocketTimeoutException()));

    assertThat(decision.phase()).isEqualTo(Phase.SEND);
    assertThat(decision.lostAt()).isNull();
  }

  @Test
  void aLostCompletionIsSentAgain() {
    Decision.Retry decision =
        again(tenant.fail(tenant.due(CREATE).found("id-n").get(), new SocketTimeoutException()));

    assertThat(decision.phase()).isEqualTo(Phase.COMPLETE);
  }

  @ParameterizedTest
  @MethodSource("neverSent")
  void aHostThatIsNotReachedPausesAndUsesNothingUp(IOException failure) {
    DueChange due = tenant.due(CREATE).attempts(7).spent(Duration.ofMinutes(59)).get();
    ClaimResult result = tenant.fail(due, new RuntimeException(failure));

    assertThat(again(result).phase()).isEqualTo(Phase.SEND);
    assertThat(again(result).attemptUsed()).isFalse();
    assertThat(again(result).spent()).isZero();
    assertThat(again(result).lostAt()).isNull();
    assertThat(result.attempts().get(0).sent()).isFalse();
    assertThat(result.park()).isNull();
    assertThat(result.notReached().until()).isEqualTo(again(result).due());
    assertThat(result.notReached().until())
        .isBetween(tenant.view.now.plusMillis(500), tenant.view.now.plusSeconds(1));
  }

  @Test
  void theHostsPauseGrowsToHalfAMinute() {
    tenant.view.hostFailures = 100;
    ClaimResult result = tenant.fail(tenant.due(CREATE).get(), new ConnectException("refused"));

    assertThat(result.notReached().until())
        .isBetween(tenant.view.now.plusSeconds(15), tenant.view.now.plusSeconds(30));
  }

  @Test
  void aProcessWithoutAFreeConnectionBlamesNobody() {
    ClaimResult result =
        tenant.fail(tenant.due(CREATE).get(), new ConnectionRequestTimeoutException("busy"));

    assertThat(result.notReached()).isNull();
    assertThat(again(result).phase()).isEqualTo(Phase.SEND);
    assertThat(result.attempts().get(0).sent()).isFalse();
  }

  @Test
  void aRenameWhoseAnswerWasLostGoesToTheSameObjectAgain() {
    String rename =
        "{'operation': 'apiConnector.update', 'target': {'displayName': 'A'},"
            + " 'properties': {'displayName': 'B'}}";
    tenant.listed(tenant.due(rename).get(), connector("id-a", "A"));
    Decision.Retry lost = again(tenant.answer(tenant.due(rename).get(), 503, ""));
    assertThat(lost.resourceId()).isEqualTo("id-a");
    tenant.directory.remove(ObjectKind.API_CONNECTOR, "id-a");

    assertThat(tenant.request(tenant.due(rename).tried("id-a").get()))
        .isEqualTo("PATCH /v1.0/identity/apiConnectors/id-a");
  }

  static Stream<IOException> neverSent() {
    return Stream.of(
        new ConnectException("refused"),
        new UnknownHostException("nowhere"),
        new SSLHandshakeException("no trust"),
        new ConnectTimeoutException("slow"));
  }

  // Limits

  @Test
  void theLastAttemptFailsWithTheLastAnswersCode() {
    Decision.Settle decision =
        settled(
            tenant.answer(
                tenant.due(UPDATE).attempts(7).get(),
                503,
                "{'error': {'code': 'ServiceUnavailable', 'message': 'busy'}}"));

    assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(decision.errorCode()).isEqualTo("ServiceUnavailable");
    assertThat(decision.httpStatus()).isEqualTo(503);
    assertThat(decision.message())
        .isEqualTo(
            "retries are used up (graph.max-attempts is 8; throttled requests do not count): busy");
  }

  @Test
  void whatCouldNotBeCompletedAfterALostAnswerIsThereAllTheSame() {
    DueChange due = tenant.due(CREATE).found("made-1").attempts(7).get();
    for (Decision.Settle decision :
        List.of(
            settled(tenant.fail(due, new SocketTimeoutException("read"))),
            settled(tenant.answer(due, 400, "{'error': {'code': 'x', 'message': 'no'}}")))) {
      assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(decision.resourceId()).isEqualTo("made-1");
      assertThat(decision.message())
          .startsWith("the object exists, made by a request whose answer");
    }
  }

  @Test
  void theTimeForRetriesIsALimitAsWell() {
    DueChange due = tenant.due(UPDATE).attempts(2).spent(Duration.ofMinutes(59)).get();

    assertThat(settled(tenant.answer(due, 503, "", "retry-after", "61")).outcome())
        .isEqualTo(Outcome.FAILED);
    assertThat(again(tenant.answer(due, 503, "", "retry-after", "60")).attemptUsed()).isTrue();
  }

  @Test
  void aLastPostThatIsLostIsStillLookedFor() {
    assertThat(again(tenant.answer(tenant.due(CREATE).attempts(7).get(), 504, "")).phase())
        .isEqualTo(Phase.LOOK);
  }

  @Test
  void looksThatFailAreCountedAndEndAsUnknown() {
    DueChange due = tenant.due(CREATE).attempts(8).lost().get();
    Decision.Retry decision = again(tenant.answer(due, 503, ""));
    assertThat(decision.phase()).isEqualTo(Phase.LOOK);
    assertThat(decision.looked()).isTrue();
    assertThat(decision.attemptUsed()).isFalse();

    DueChange last = tenant.due(CREATE).lost().lookups(DeliverySettings.MAX_LOOKS - 1).get();
    assertThat(settled(tenant.answer(last, 503, "")).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aLookThatIsRefusedEndsAsUnknown() {
    DueChange due = tenant.due(CREATE).lost().get();

    assertThat(settled(tenant.answer(due, 403, "")).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  // Tokens

  @Test
  void aRefusedTokenLeadsToOneNewOneAtOnce() {
    DueChange due = tenant.due(CREATE).attempts(7).get();

    ClaimResult result = tenant.answer(due, 401, "", "www-authenticate", "Bearer claims=\"e30=\"");

    assertThat(result.park()).isNull();
    Decision.Retry decision = again(result);
    assertThat(decision.due()).isEqualTo(tenant.view.now);
    assertThat(decision.attemptUsed()).isFalse();
    assertThat(decision.phase()).isEqualTo(Phase.SEND);
    assertThat(tenant.tokens.challenges).containsExactly("Bearer claims=\"e30=\"");
  }

  @Test
  void aRefusedFreshTokenParksTheTenant() {
    tenant.answer(tenant.due(UPDATE).get(), 401, "");
    ClaimResult result = tenant.answer(tenant.due(UPDATE).attempts(7).get(), 401, "");

    assertThat(result.park().until()).isAfter(tenant.view.now);
    assertThat(result.park().reason()).isEqualTo("no token: what to do");
    assertThat(again(result).attemptUsed()).isFalse();
    assertThat(again(result).due()).isEqualTo(result.park().until());
  }

  @Test
  void aTokenThatWorkedMayBeRenewedAgain() {
    tenant.answer(tenant.due(UPDATE).get(), 401, "");
    tenant.answer(tenant.due(UPDATE).get(), 403, "");

    assertThat(tenant.answer(tenant.due(UPDATE).get(), 401, "").park()).isNull();
  }

  @Test
  void aTokenThatCannotBeHadParksTheTenantAndDeadLettersNothing() {
    DueChange due = tenant.due(CREATE).attempts(7).spent(Duration.ofMinutes(60)).get();

    ClaimResult result =
        tenant.fail(
            due,
            new RuntimeException(new TokenUnavailableException("no token: invalid_client", true)));

    assertThat(result.park().reason()).isEqualTo("no token: invalid_client");
    assertThat(result.park().until())
        .isBetween(tenant.view.now.plusMillis(2_500), tenant.view.now.plusSeconds(5));
    assertThat(again(result).attemptUsed()).isFalse();
    assertThat(again(result).phase()).isEqualTo(Phase.SEND);
    assertThat(result.attempts().get(0).sent()).isFalse();
  }

  @Test
  void aTokenAuthorityIsWaitedForAsLongAsItAsksAndNoLongerThanADay() throws Exception {
    assertThat(parkedAsTheAuthorityAsks("120")).isEqualTo(Duration.ofMinutes(2));
    assertThat(parkedAsTheAuthorityAsks("999999999")).isEqualTo(Duration.ofDays(1));
  }

  private Duration parkedAsTheAuthorityAsks(String seconds) {
    TokenUnavailableException asked =
        new TokenUnavailableException(
            "no token: later", false, Duration.ofSeconds(Long.parseLong(seconds)));
    ClaimResult result = tenant.fail(tenant.due(UPDATE).get(), new RuntimeException(asked));
    assertThat(again(result).due()).isEqualTo(result.park().until());
    assertThat(again(result).attemptUsed()).isFalse();
    return Duration.between(tenant.view.now, result.park().until());
  }

  @Test
  void withoutATokenPausesGrowToFiveMinutes() {
    RuntimeException noToken =
        new RuntimeException(new TokenUnavailableException("no token: timeout", false));

    Duration last =
        Stream.generate(() -> tenant.fail(tenant.due(UPDATE).get(), noToken).park().until())
            .limit(40)
            .map(until -> Duration.between(tenant.view.now, until))
            .reduce((a, b) -> b)
            .orElseThrow();

    assertThat(last).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5));
  }

  // 404

  @Test
  void deletingWhatIsGoneChangesNothing() {
    Decision.Settle decision = settled(tenant.answer(tenant.due(DELETE).get(), 404, NOT_FOUND));

    assertThat(decision.outcome()).isEqualTo(Outcome.NO_OP);
    assertThat(decision.httpStatus()).isEqualTo(404);
    assertThat(decision.errorCode()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {UPDATE, DELETE})
  void anObjectThatWeJustCreatedIsWaitedFor(String change) {
    tenant.directory.created(ObjectKind.API_CONNECTOR, "id-a", tenant.view.now.minusSeconds(599));

    assertThat(again(tenant.answer(tenant.due(change).get(), 404, NOT_FOUND)).attemptUsed())
        .isTrue();
    assertThat(tenant.answer(tenant.due(change).attempts(7).get(), 404, NOT_FOUND).decisions())
        .first()
        .isInstanceOf(Decision.Settle.class);
  }

  @Test
  void anObjectThatWeJustCreatedAndMayHaveDeletedIsGone() {
    tenant.directory.created(ObjectKind.API_CONNECTOR, "id-a", tenant.view.now.minusSeconds(5));
    DueChange due = tenant.due(DELETE).attempts(1).get();
    tenant.view.maybeDone.add(due.seq());
    assertThat(settled(tenant.answer(due, 404, NOT_FOUND)).outcome()).isEqualTo(Outcome.NO_OP);
  }

  @Test
  void anUpdateWhoseAnswerWasLostSaysNothingOfItsObject() {
    tenant.directory.created(ObjectKind.API_CONNECTOR, "id-a", tenant.view.now.minusSeconds(5));
    DueChange due = tenant.due(UPDATE).attempts(1).get();
    tenant.view.maybeDone.add(due.seq());
    assertThat(again(tenant.answer(due, 404, NOT_FOUND)).attemptUsed()).isTrue();
  }

  @Test
  void anObjectThatWeCreatedLongAgoIsGone() {
    tenant.directory.created(ObjectKind.API_CONNECTOR, "id-a", tenant.view.now.minusSeconds(601));

    Decision.Settle decision = settled(tenant.answer(tenant.due(UPDATE).get(), 404, NOT_FOUND));
    assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(decision.errorCode()).isEqualTo("Request_ResourceNotFound");
  }

  @Test
  void anIdThatANameGaveIsLookedUpAgainOnce() {
    DueChange due = tenant.due(UPDATE_BY_NAME).get();
    tenant.listed(due, connector("id-old", "A"));

    Decision.Retry decision = again(tenant.answer(due, 404, NOT_FOUND));
    assertThat(decision.due()).isEqualTo(tenant.view.now);

    DueChange second = tenant.due(UPDATE_BY_NAME).attempts(1).get();
    assertThat(tenant.request(second)).startsWith("GET ");
    tenant.listed(second, connector("id-old", "A"));
    assertThat(settled(tenant.answer(second, 404, NOT_FOUND)).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void linksIntoAFlowThatIsAbsentAskForNoFurtherListBeforeTheLastOneIsOld() {
    DueChange first = tenant.due(LINK_BY_NAME).seq(1).get();
    DueChange second = tenant.due(LINK_BY_NAME.replace("'f'", "'g'")).seq(2).get();
    tenant.listed(first, connector("id-a", "A"));

    assertThat(settled(tenant.answer(first, 404, NOT_FOUND)).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(settled(tenant.answer(second, 404, NOT_FOUND)).outcome()).isEqualTo(Outcome.FAILED);

    tenant.view.pass(Duration.ofSeconds(31));
    DueChange third = tenant.due(LINK_BY_NAME).seq(3).get();
    assertThat(again(tenant.answer(third, 404, NOT_FOUND)).attemptUsed()).isTrue();
    assertThat(tenant.request(third))
        .as("the connector may be another one by now")
        .startsWith("GET ");
  }

  @Test
  void a404OfTheConnectorsPathNamesTheKey() {
    Decision.Settle decision =
        settled(tenant.answer(tenant.due(CONNECTOR_UPDATE).get(), 404, NOT_FOUND));

    assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(decision.message()).contains("graph.connectors-path").endsWith(": gone");
  }

  @Test
  void aFoundObjectThatIsGoneIsLookedForAgain() {
    DueChange due = tenant.due(CREATE).found("id-n").get();

    assertThat(again(tenant.answer(due, 404, NOT_FOUND)).phase()).isEqualTo(Phase.LOOK);
    DueChange last = tenant.due(CREATE).attempts(7).found("id-n").get();
    assertThat(settled(tenant.answer(last, 404, NOT_FOUND)).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  // Refusals

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 405, 409, 412, 422, 301, 501})
  void otherRefusalsAreFinal(int status) {
    Decision.Settle decision =
        settled(
            tenant.answer(
                tenant.due(CREATE).get(),
                status,
                "{'error': {'code': 'Bad', 'message': 'password canary-secret refused'}}",
                "request-id",
                "r-9"));

    assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(decision.errorCode()).isEqualTo("Bad");
    assertThat(decision.message()).startsWith("password ****** refused");
    assertThat(decision.requestId()).isEqualTo("r-9");
  }

  @Test
  void aCompletionThatIsRefusedNamesTheObject() {
    Decision.Settle decision =
        settled(tenant.answer(tenant.due(CREATE).found("id-n").get(), 400, ""));

    assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(decision.resourceId()).isEqualTo("id-n");
  }

  // Look-ups

  @Test
  void aLookUpFailsTheChangeThatCausedIt() {
    DueChange due = tenant.due(UPDATE_BY_NAME).get();

    assertThat(again(tenant.answer(due, 503, "")).attemptUsed()).isTrue();
    assertThat(tenant.answer(due, 429, "", "retry-after", "5").park()).isNotNull();
    assertThat(settled(tenant.answer(due, 403, "")).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(again(tenant.answer(due, 200, "<html>")).reason()).contains("unreadableAnswer");
    assertThat(again(tenant.fail(due, new SocketTimeoutException())).phase()).isEqualTo(Phase.SEND);
  }

  private String resourceId(String body, String... headers) {
    Decision.Settle decision = settled(tenant.answer(tenant.due(CREATE).get(), 201, body, headers));
    assertThat(decision.outcome()).isEqualTo(Outcome.APPLIED);
    return decision.resourceId();
  }

  private Duration park(int status) {
    ClaimResult result = tenant.answer(tenant.due(UPDATE).get(), status, "");
    return Duration.between(tenant.view.now, result.park().until());
  }

  // Permissions

  @ParameterizedTest
  @CsvSource({
    "403, REFUSED",
    "204, GRANTED",
    "404, GRANTED",
    "400, GRANTED",
    "409, GRANTED",
    "401, UNKNOWN",
    "429, UNKNOWN",
    "500, UNKNOWN",
    "503, UNKNOWN",
    "424, UNKNOWN"
  })
  void anAnswerTellsWhetherAPermissionIsThere(int status, PermissionAnswer.Kind told) {
    assertThat(tenant.answer(tenant.due(UPDATE).get(), status, "").permissions())
        .containsExactly(new PermissionAnswer(Permission.API_CONNECTORS, told));
  }

  @Test
  void anAnswerThatDoesNotComeTellsNothingOfAPermission() {
    assertThat(tenant.fail(tenant.due(UPDATE).get(), new SocketTimeoutException()).permissions())
        .containsExactly(
            new PermissionAnswer(Permission.API_CONNECTORS, PermissionAnswer.Kind.UNKNOWN));
  }

  @Test
  void eachOperationNeedsThePermissionOfItsObjects() {
    assertThat(
            Stream.of(UPDATE, LINK_BY_NAME.replace("displayName", "id"), MOVE, CONNECTOR_UPDATE)
                .map(change -> tenant.answer(tenant.due(change).get(), 403, ""))
                .flatMap(result -> result.permissions().stream())
                .map(PermissionAnswer::permission))
        .containsExactly(
            Permission.API_CONNECTORS,
            Permission.USER_FLOWS,
            Permission.APP_PROXY,
            Permission.APP_PROXY);
  }

  /** The list is one of API connectors, and tells nothing of writing to them. */
  @Test
  void aListTellsThatAPermissionIsRefusedAndToALinkAloneThatItIsThere() {
    String page = "{'value': []}";
    PermissionAnswer refused =
        new PermissionAnswer(Permission.API_CONNECTORS, PermissionAnswer.Kind.REFUSED);
    assertThat(tenant.answer(tenant.due(LINK_BY_NAME).get(), 403, "").permissions())
        .containsExactly(refused);
    assertThat(tenant.answer(tenant.due(UPDATE_BY_NAME).get(), 403, "").permissions())
        .containsExactly(refused);
    assertThat(tenant.answer(tenant.due(UPDATE_BY_NAME).get(), 200, page).permissions()).isEmpty();
    Tenant other = new Tenant();
    assertThat(other.answer(other.due(LINK_BY_NAME).get(), 200, page).permissions())
        .containsExactly(
            new PermissionAnswer(Permission.API_CONNECTORS, PermissionAnswer.Kind.GRANTED));
  }

  /** Who may create need not be allowed to read. */
  @Test
  void theListBeforeACreateTellsNothingOfAPermission() {
    tenant.directory.wasListed = false;
    assertThat(tenant.answer(tenant.due(CREATE).get(), 403, "").permissions()).isEmpty();
  }

  @Test
  void aChangeThatTriesWhatRestsWaitsOnWithoutAnAttemptWhereItIsRefusedAgain() {
    DueChange due = tenant.due(UPDATE).attempts(2).tries(Permission.API_CONNECTORS).get();

    ClaimResult result = tenant.answer(due, 403, "");

    Decision.Retry again = again(result);
    assertThat(again.attemptUsed()).isFalse();
    assertThat(again.spent()).isZero();
    assertThat(again.phase()).isEqualTo(Phase.SEND);
    assertThat(again.reason()).contains("APIConnectors.ReadWrite.All");
    assertThat(result.permissions())
        .containsExactly(
            new PermissionAnswer(Permission.API_CONNECTORS, PermissionAnswer.Kind.REFUSED));
    assertThat(settled(tenant.answer(due, 400, "")).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aChangeThatTriesOnePermissionEndsWhereAnotherIsRefused() {
    DueChange due = tenant.due(UPDATE).tries(Permission.USER_FLOWS).get();
    assertThat(settled(tenant.answer(due, 403, "")).outcome()).isEqualTo(Outcome.FAILED);
  }
}
