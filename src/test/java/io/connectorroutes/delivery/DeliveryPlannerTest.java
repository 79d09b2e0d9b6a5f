package io.connectorroutes.delivery;

import static io.connectorroutes.delivery.Tenant.NEXT;
import static io.connectorroutes.delivery.Tenant.connector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.ListUpdate;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.TenantPlan;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryPlannerTest {
  private static final String LIST = "GET /v1.0/identity/apiConnectors";
  private static final String POST = "POST /v1.0/identity/apiConnectors";
  private static final String GROUP_LIST =
      "GET /beta/onPremisesPublishingProfiles/applicationProxy/connectorGroups";
  private static final String GROUP_POST = GROUP_LIST.replace("GET", "POST");
  private static final String AUTHENTICATION =
      "'authenticationConfiguration': {'@odata.type': '#microsoft.graph.basicAuthentication',"
          + " 'username': 'u', 'password': 'canary'}";
  private static final String THE_THREE =
      "'properties': {'displayName': 'A', 'targetUrl': 'https://a.example/api', "
          + AUTHENTICATION
          + "}";
  private static final String CREATE = "{'operation': 'apiConnector.create', " + THE_THREE + "}";
  private static final String UPSERT =
      "{'operation': 'apiConnector.upsert', 'target': {'displayName': 'A'}, " + THE_THREE + "}";
  private static final String UPDATE =
      "{'operation': 'apiConnector.update', 'target': {'displayName': 'A'},"
          + " 'properties': {'targetUrl': 'https://b.example'}}";
  private static final String DELETE =
      "{'operation': 'apiConnector.delete', 'target': {'displayName': 'A'}}";
  private static final String ENABLE =
      "{'operation': 'userFlow.enableApiConnector', 'target': {'userFlowId': 'f',"
          + " 'step': 'postFederationSignup'}, 'properties': {'apiConnector':"
          + " {'displayName': 'A'}}}";
  private static final String UPLOAD =
      "{'operation': 'apiConnector.uploadClientCertificate', 'target': {'id': 'id-a'},"
          + " 'properties': {'pkcs12Value': 'PFX-AB', 'password': 'canary'}}";
  private static final String SEND_UPLOAD =
      "POST /v1.0/identity/apiConnectors/id-a/uploadClientCertificate";
  private static final String UPLOAD_UNREADABLE = UPLOAD.replace("PFX-AB", "TUlJ");
  private static final String GROUP_CREATE =
      "{'operation': 'connectorGroup.create', 'properties': {'name': 'Berlin'}}";
  private static final String WITH_CERTIFICATE =
      "{'id': 'id-a', 'displayName': 'A', 'authenticationConfiguration': {'@odata.type':"
          + " '#microsoft.graph.clientCertificateAuthentication', 'certificateList':"
          + " [{'thumbprint': 'AB'}]}}";

  private final Tenant tenant = new Tenant();

  @Test
  void aChangeByIdIsSentWithItsIntent() {
    DueChange due =
        tenant.due("{'operation': 'apiConnector.delete', 'target': {'id': 'x'}}").seq(9).get();

    TenantPlan<GraphCall> plan = tenant.plan(due);

    assertThat(plan.request().request()).hasToString("DELETE /v1.0/identity/apiConnectors/x");
    assertThat(plan.decisions()).isEmpty();
    assertThat(plan.intents())
        .containsExactly(
            new Intent(
                9,
                Intent.Kind.CHANGE,
                "DELETE",
                "/v1.0/identity/apiConnectors/x",
                plan.request().request().clientRequestId(),
                "x"));
  }

  @Test
  void aNameIsLookedUpByOneListForAllThatWait() {
    DueChange first = tenant.due(UPDATE).seq(1).get();
    DueChange second = tenant.due(UPDATE.replace("'A'", "'B'")).seq(2).get();

    TenantPlan<GraphCall> plan = tenant.plan(first, second);
    assertThat(plan.request().request()).hasToString(LIST);
    assertThat(plan.intents().get(0).kind()).isEqualTo(Intent.Kind.LOOKUP);
    tenant.listed(first, connector("id-a", "A"), connector("id-b", "B"));

    assertThat(tenant.request(first)).isEqualTo("PATCH /v1.0/identity/apiConnectors/id-a");
    assertThat(tenant.request(second)).isEqualTo("PATCH /v1.0/identity/apiConnectors/id-b");
  }

  @Test
  void anObjectThatAnotherWorkerRenamedIsFoundByItsNewName() {
    DueChange due = tenant.due(UPDATE).get();
    tenant.listed(due, connector("id-a", "A"), connector("id-b", "B"));
    tenant.directory.put(ObjectKind.API_CONNECTOR, named("id-a", "C"));
    tenant.directory.put(ObjectKind.API_CONNECTOR, named("id-b", "A"));

    assertThat(tenant.request(due)).isEqualTo("PATCH /v1.0/identity/apiConnectors/id-b");
    assertThat(tenant.request(tenant.due(UPDATE.replace("'A'", "'C'")).get()))
        .isEqualTo("PATCH /v1.0/identity/apiConnectors/id-a");
  }

  private static ListedObject named(String id, String name) {
    return new ListedObject(id, name, null, AuthenticationKind.UNKNOWN, null, Set.of());
  }

  @Test
  void whatAListShowsIsToldToTheLedger() {
    ClaimResult result =
        tenant.answer(tenant.due(UPDATE).get(), 200, "{'value': [" + connector("id-a", "A") + "]}");

    ListUpdate.Page page = (ListUpdate.Page) result.lists().get(0);
    assertThat(page.kind()).isEqualTo(ObjectKind.API_CONNECTOR);
    assertThat(page.startedAt()).isEqualTo(tenant.view.now);
    assertThat(page.isFirst()).isTrue();
    assertThat(page.nextPage()).isNull();
    assertThat(page.objects())
        .extracting(ListedObject::id, ListedObject::name)
        .containsExactly(tuple("id-a", "A"));
    assertThat(result.decisions()).isEmpty();
  }

  @Test
  void aListIsReadPageByPage() {
    DueChange due = tenant.due(UPDATE).get();

    tenant.answer(due, 200, "{'value': [" + connector("id-z", "Z") + "], " + NEXT + "}");
    assertThat(tenant.request(due)).isEqualTo("GET /v1.0/p?$skiptoken=2");
    tenant.listed(due, connector("id-a", "A"));

    assertThat(tenant.request(due)).isEqualTo("PATCH /v1.0/identity/apiConnectors/id-a");
    assertThat(tenant.request(tenant.due(UPDATE.replace("'A'", "'Z'")).get()))
        .isEqualTo("PATCH /v1.0/identity/apiConnectors/id-z");
  }

  @ParameterizedTest
  @ValueSource(strings = {UPDATE, UPSERT, DELETE})
  void aListIsNeverBelievedWhereSomethingWasDeletedBetweenItsPages(String change) {
    DueChange due = tenant.due(change).get();
    for (int i = 0; i < 20; i++) {
      readWithGap(due);
      assertThat(tenant.request(due)).isEqualTo(LIST);
    }

    tenant.listed(due, connector("id-a", "A"));
    assertThat(tenant.request(due)).endsWith(" /v1.0/identity/apiConnectors/id-a");
  }

  @Test
  void noLostCreateIsBelievedNotToBeThereByAListWithAGap() {
    DueChange due = tenant.due(CREATE).lost().get();
    tenant.view.pass(Tenant.SETTINGS.lostAnswerWait().plusSeconds(1));
    for (int i = 0; i < 20; i++) {
      readWithGap(due);
      assertThat(tenant.request(due)).isEqualTo(LIST);
    }

    tenant.listed(due);
    assertThat(tenant.request(due)).isEqualTo(POST);
  }

  /** A page is read; before the next one another change deletes something. */
  private void readWithGap(DueChange due) {
    tenant.answer(due, 200, "{'value': [], " + NEXT + "}");
    tenant.view.pass(Duration.ofSeconds(1));
    String delete = "{'operation': 'apiConnector.delete', 'target': {'id': 'other'}}";
    tenant.answer(tenant.due(delete).get(), 204, "");
    tenant.view.pass(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 410})
  void aListWhoseFurtherPageIsRefusedBeginsAnew(int status) {
    DueChange due = tenant.due(UPDATE).get();
    tenant.answer(due, 200, "{'value': [" + connector("id-a", "A") + "], " + NEXT + "}");

    Decision.Retry decision = Tenant.again(tenant.answer(due, status, ""));

    assertThat(decision.attemptUsed()).isTrue();
    assertThat(tenant.request(due)).isEqualTo(LIST);
  }

  @Test
  void aListWhoseFurtherPagesAreAlwaysRefusedIsNotReadForEver() {
    Decision.Settle settled = refusedFurtherPage(tenant.due(UPDATE).attempts(7).get());
    assertThat(settled.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(settled.message()).contains("retries are used up", "400");

    Decision.Settle looked = refusedFurtherPage(tenant.due(CREATE).lost().lookups(7).get());
    assertThat(looked.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  private Decision.Settle refusedFurtherPage(DueChange due) {
    tenant.answer(due, 200, "{'value': [], " + NEXT + "}");
    return Tenant.settled(tenant.answer(due, 400, ""));
  }

  @Test
  void aListThatLeadsBackIsGivenUp() {
    DueChange due = tenant.due(UPDATE).get();
    String page = "{'value': [], " + NEXT + "}";

    assertThat(tenant.answer(due, 200, page).decisions()).isEmpty();
    Decision.Settle decision = Tenant.settled(tenant.answer(due, 200, page));

    assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(decision.errorCode()).isEqualTo("listHasNoEnd");
    assertThat(tenant.request(due)).isEqualTo(LIST);
  }

  @Test
  void aListThatGoesOnElsewhereIsNotFollowed() {
    DueChange due = tenant.due(UPDATE).get();

    Decision.Settle decision =
        Tenant.settled(
            tenant.answer(
                due, 200, "{'value': [], '@odata.nextLink': 'https://evil.example/v1.0/p'}"));

    assertThat(decision.errorCode()).isEqualTo("nextLinkRefused");
    assertThat(tenant.request(due)).isEqualTo(LIST);
  }

  @Test
  void severalObjectsOfOneNameAreAnErrorThatListsThem() {
    DueChange due = tenant.due(UPDATE).get();
    tenant.listed(due, connector("id-2", "A"), connector("id-1", "A"));

    Decision.Settle decision = (Decision.Settle) tenant.decision(due);

    assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(decision.errorCode()).isEqualTo("ambiguousName");
    assertThat(decision.message()).contains("id-1, id-2");
  }

  @Test
  void aNameThatNobodyHasFailsUnlessTheLedgerKnowsALaterGiver() {
    DueChange due = tenant.due(ENABLE).get();
    tenant.listed(due, connector("id-b", "a"));

    Decision.Settle decision = ((Decision.NobodyNamed) tenant.decision(due)).otherwise();

    assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(decision.errorCode()).isEqualTo("nameNotFound");
    assertThat(decision.message()).contains("\"A\"");
  }

  @Test
  void deletingANameThatNobodyHasChangesNothing() {
    DueChange due = tenant.due(DELETE).get();
    tenant.listed(due);

    assertThat(((Decision.Settle) tenant.decision(due)).outcome()).isEqualTo(Outcome.NO_OP);
  }

  @Test
  void anUpsertPostsWhereNobodyHasTheNameAndPatchesElse() {
    DueChange due = tenant.due(UPSERT).get();
    tenant.listed(due);
    assertThat(tenant.request(due)).isEqualTo(POST);

    tenant.answer(due, 201, "{'id': 'id-a'}");

    assertThat(tenant.request(due)).isEqualTo("PATCH /v1.0/identity/apiConnectors/id-a");
  }

  @Test
  void thatNobodyHasANameIsNotBelievedFromAListOlderThanTheChange() {
    tenant.listed(tenant.due(DELETE).get());
    tenant.view.pass(Duration.ofSeconds(5));

    DueChange later = tenant.due(DELETE).accepted(tenant.view.now).get();
    assertThat(tenant.request(later)).isEqualTo(LIST);
    tenant.listed(later);

    assertThat(tenant.plan(later).request()).isNull();
  }

  @Test
  void aNameThatAnotherWorkerGaveSinceIsSomebodys() {
    DueChange due = tenant.due(UPSERT).get();
    tenant.listed(due);
    tenant.view.pass(Duration.ofSeconds(1));
    tenant.directory.put(ObjectKind.API_CONNECTOR, named("id-a", "A"));

    assertThat(tenant.request(due)).isEqualTo("PATCH /v1.0/identity/apiConnectors/id-a");
  }

  @Test
  void aListIsUsedForFiveMinutes() {
    DueChange due = tenant.due(UPDATE).get();
    tenant.listed(due, connector("id-a", "A"));
    tenant.view.pass(Lookup.MAX_AGE);
    assertThat(tenant.request(due)).startsWith("PATCH ");

    tenant.view.pass(Duration.ofMillis(1));
    assertThat(tenant.request(due)).isEqualTo(LIST);
  }

  @Test
  void ourOwnRenamesAndDeletesAreFollowed() {
    tenant.listed(tenant.due(UPDATE).get(), connector("id-a", "A"), connector("id-c", "C"));
    tenant.answer(
        tenant.due(UPDATE.replace("'targetUrl': 'https://b.example'", "'displayName': 'B'")).get(),
        204,
        "");
    tenant.answer(tenant.due(DELETE.replace("'A'", "'C'")).get(), 204, "");

    DueChange byNewName = tenant.due(UPDATE.replace("'A'", "'B'")).get();
    assertThat(tenant.request(byNewName)).isEqualTo("PATCH /v1.0/identity/apiConnectors/id-a");
    assertThat(tenant.decision(tenant.due(DELETE).get())).isInstanceOf(Decision.Settle.class);
    assertThat(tenant.decision(tenant.due(DELETE.replace("'A'", "'C'")).get()))
        .isInstanceOf(Decision.Settle.class);
  }

  @Test
  void groupsAreResolvedFromTheirOwnList() {
    DueChange due =
        tenant
            .due(
                "{'operation': 'connector.moveToGroup', 'target': {'id': 'c'},"
                    + " 'properties': {'connectorGroup': {'name': 'Berlin'}}}")
            .get();
    assertThat(tenant.request(due))
        .isEqualTo("GET /beta/onPremisesPublishingProfiles/applicationProxy/connectorGroups");
    tenant.listed(due, "{'id': 'g', 'name': 'Berlin'}");

    assertThat(tenant.plan(due).request().request().body().toString()).endsWith("/g\"}");
  }

  @Test
  void changesThatNeedNoRequestAreDecidedOnTheWay() {
    DueChange gone = tenant.due(DELETE).seq(1).get();
    tenant.listed(gone);
    DueChange byId =
        tenant.due("{'operation': 'apiConnector.delete', 'target': {'id': 'x'}}").seq(2).get();

    TenantPlan<GraphCall> plan = tenant.plan(gone, byId);

    assertThat(plan.decisions()).extracting(Decision::seq).containsExactly(1L);
    assertThat(plan.intents()).extracting(Intent::seq).containsExactly(2L);
  }

  @Test
  void anIdThatCannotBePartOfAPathIsRejected() {
    Decision.Settle decision =
        (Decision.Settle)
            tenant.decision(
                tenant.due("{'operation': 'apiConnector.delete', 'target': {'id': '..'}}").get());

    assertThat(decision.outcome()).isEqualTo(Outcome.REJECTED);
  }

  // The list before the first create

  @Test
  void beforeTheFirstCreateOfAKindOneListIsReadForAllThatWait() {
    tenant.directory.wasListed = false;
    DueChange first = tenant.due(CREATE).seq(1).get();
    DueChange second = tenant.due(CREATE.replace("'A'", "'B'")).seq(2).get();
    assertThat(tenant.requests(first, second)).containsExactly(LIST);
    tenant.listed(first, connector("id-old", "A"));

    assertThat(tenant.requests(first, second)).containsExactly(POST, POST);
    tenant.view.pass(Duration.ofDays(1));
    assertThat(tenant.request(first)).as("one list is enough, however old").isEqualTo(POST);
  }

  @Test
  void whatNeedsNoListDoesNotWaitForTheOneBeforeACreate() {
    tenant.directory.wasListed = false;
    DueChange create = tenant.due(CREATE).seq(1).get();
    DueChange update = tenant.due(UPDATE.replace("'displayName': 'A'", "'id': 'x'")).seq(2).get();

    assertThat(tenant.requests(create, update))
        .containsExactly(LIST, "PATCH /v1.0/identity/apiConnectors/x");
  }

  @Test
  void theListBeforeACreateGoesOnHoweverLongItTakes() {
    tenant.directory.wasListed = false;
    DueChange due = tenant.due(CREATE).get();
    tenant.answer(due, 200, "{'value': [], " + NEXT + "}");

    tenant.view.pass(Duration.ofHours(1));
    assertThat(tenant.request(due)).isEqualTo("GET /v1.0/p?$skiptoken=2");
    tenant.listed(due, connector("id-old", "A"));
    assertThat(tenant.request(due)).isEqualTo(POST);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404})
  void whereTheListIsRefusedObjectsAreCreatedWithoutItForAWhile(int status) {
    tenant.directory.wasListed = false;
    DueChange due = tenant.due(GROUP_CREATE).get();

    Decision.Retry retry = Tenant.again(tenant.answer(due, status, "{}"));
    assertThat(retry.due()).isEqualTo(tenant.view.now);
    assertThat(retry.phase()).isEqualTo(Phase.SEND);
    assertThat(retry.attemptUsed()).isFalse();
    assertThat(tenant.request(due)).isEqualTo(GROUP_POST);

    tenant.view.pass(Duration.ofMinutes(5).plusSeconds(1));
    assertThat(tenant.request(due)).as("it may be allowed by now").isEqualTo(GROUP_LIST);
  }

  @Test
  void aListBeforeACreateThatFailsToTheEndIsDoneWithout() {
    tenant.directory.wasListed = false;
    DueChange due = tenant.due(CREATE).attempts(6).get();
    assertThat(Tenant.again(tenant.answer(due, 503, "{}")).attemptUsed()).isTrue();
    assertThat(tenant.request(due)).isEqualTo(LIST);

    DueChange last = tenant.due(CREATE).attempts(7).get();
    assertThat(Tenant.again(tenant.answer(last, 503, "{}")).attemptUsed()).isFalse();
    assertThat(tenant.request(last)).isEqualTo(POST);
  }

  // Lost answers

  @Test
  void anObjectThatAnotherChangeNamedSoIsNotTakenForALostCreate() {
    DueChange due = tenant.due(CREATE).lost().get();
    tenant.directory.seen(ObjectKind.API_CONNECTOR, "id-renamed", tenant.view.now.minusSeconds(2));
    tenant.listed(due, connector("id-renamed", "A"));

    assertThat(((Decision.Retry) tenant.decision(due)).phase()).isEqualTo(Phase.LOOK);
  }

  @Test
  void aLostCreateIsLookedForAndCompleted() {
    DueChange due = tenant.due(CREATE).lost().get();
    tenant.listed(due, connector("id-new", "A"));

    Decision.Retry decision = (Decision.Retry) tenant.decision(due);
    assertThat(decision.phase()).isEqualTo(Phase.COMPLETE);
    assertThat(decision.resourceId()).isEqualTo("id-new");
    assertThat(decision.due()).isEqualTo(tenant.view.now);

    DueChange found = tenant.due(CREATE).found("id-new").get();
    GraphCall call = tenant.plan(found).request();
    assertThat(call.request()).hasToString("PATCH /v1.0/identity/apiConnectors/id-new");
    assertThat(call.request().body()).isEqualTo(found.change().properties());
  }

  @Test
  void aListFromBeforeTheLossDoesNotCount() {
    tenant.listed(tenant.due(UPDATE).get(), connector("id-a", "A"));
    tenant.view.pass(Duration.ofSeconds(1));

    assertThat(tenant.request(tenant.due(CREATE).lost().get())).isEqualTo(LIST);
  }

  @Test
  void notThereIsBelievedOnlyFromAListAfterTheWait() {
    DueChange due = tenant.due(CREATE).lost().get();
    tenant.listed(due);
    Decision.Retry early = (Decision.Retry) tenant.decision(due);
    assertThat(early.due()).isEqualTo(tenant.view.now.plusSeconds(10));
    assertThat(early.phase()).isEqualTo(Phase.LOOK);
    assertThat(early.looked()).isTrue();

    tenant.view.pass(Duration.ofSeconds(10));
    assertThat(tenant.request(due)).isEqualTo(LIST);
    tenant.listed(due);

    assertThat(tenant.request(due)).isEqualTo(POST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'targetUrl': 'https://other.example'",
        "'targetUrl': 'https://a.example/api', 'authenticationConfiguration': {'@odata.type':"
            + " '#microsoft.graph.basicAuthentication', 'username': 'other'}",
        "'targetUrl': 'https://a.example/api', 'authenticationConfiguration': {'@odata.type':"
            + " '#microsoft.graph.clientCertificateAuthentication', 'certificateList': []}"
      })
  void anObjectThatDiffersIsNotAdopted(String differing) {
    DueChange due = tenant.due(CREATE).lost().get();
    tenant.view.pass(Duration.ofSeconds(10));
    tenant.listed(due, "{'id': 'id-x', 'displayName': 'A', " + differing + "}");

    assertThat(tenant.request(due)).startsWith("POST ");
  }

  @Test
  void anObjectThatWasKnownBeforeOrMadeByAnotherChangeIsNotAdopted() {
    DueChange due = tenant.due(CREATE).lost().get();
    ObjectKind kind = ObjectKind.API_CONNECTOR;
    tenant.directory.seen(kind, "id-old", tenant.view.now.minusSeconds(60));
    tenant.directory.seen(kind, "id-just", tenant.view.now.minusMillis(1001));
    tenant.directory.created(kind, "id-other", tenant.view.now.minusMillis(500));
    tenant.listed(
        due,
        connector("id-old", "A"),
        connector("id-just", "A"),
        connector("id-other", "A"),
        connector("id-new", "A"));

    assertThat(((Decision.Retry) tenant.decision(due)).resourceId()).isEqualTo("id-new");
  }

  @Test
  void severalCandidatesAreForAPerson() {
    DueChange due = tenant.due(CREATE).lost().get();
    tenant.listed(due, connector("id-1", "A"), connector("id-2", "A"));

    Decision.Settle decision = (Decision.Settle) tenant.decision(due);

    assertThat(decision.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(decision.message()).contains("id-1, id-2");
  }

  @Test
  void aLostLastAttemptThatWasNotDoneIsFailedAfterALook() {
    DueChange due = tenant.due(CREATE).attempts(8).lost().get();
    tenant.view.pass(Duration.ofSeconds(10));
    tenant.listed(due);

    Decision.Settle decision = (Decision.Settle) tenant.decision(due);

    assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(decision.message()).contains("retries are used up");
  }

  @Test
  void looksAreBounded() {
    DueChange due = tenant.due(CREATE).lost().lookups(DeliverySettings.MAX_LOOKS).get();

    assertThat(((Decision.Settle) tenant.decision(due)).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aLostUpsertThatSomebodyElseNamedMeanwhileIsPatched() {
    DueChange due = tenant.due(UPSERT).lost().get();
    tenant.view.pass(Duration.ofSeconds(10));
    tenant.listed(due, "{'id': 'id-x', 'displayName': 'A', 'targetUrl': 'https://other.example'}");

    assertThat(tenant.request(due)).isEqualTo("PATCH /v1.0/identity/apiConnectors/id-x");
  }

  @Test
  void aLostGroupIsLookedForByName() {
    DueChange due = tenant.due(GROUP_CREATE).lost().get();
    tenant.listed(due, "{'id': 'g-1', 'name': 'Berlin', 'region': 'eur'}");

    assertThat(((Decision.Retry) tenant.decision(due)).resourceId()).isEqualTo("g-1");
    assertThat(tenant.request(tenant.due(GROUP_CREATE).found("g-1").get()))
        .isEqualTo("PATCH /beta/onPremisesPublishingProfiles/applicationProxy/connectorGroups/g-1");
  }

  @Test
  void whatMayBeSentTwiceIsSentAgain() {
    DueChange due = tenant.due(UPDATE.replace("'displayName': 'A'", "'id': 'x'")).lost().get();

    assertThat(tenant.request(due)).startsWith("PATCH ");
  }

  // Certificates

  @Test
  void noListIsMadeForAnUploadAlone() {
    assertThat(tenant.request(tenant.due(UPLOAD).get())).isEqualTo(SEND_UPLOAD);
  }

  @Test
  void aCertificateThatAListShowsIsNotUploadedAgain() {
    tenant.listed(tenant.due(UPDATE).get(), WITH_CERTIFICATE);

    Decision.Settle decision = (Decision.Settle) tenant.decision(tenant.due(UPLOAD).get());

    assertThat(decision.outcome()).isEqualTo(Outcome.NO_OP);
    assertThat(decision.resourceId()).isEqualTo("id-a");
  }

  @Test
  void aCertificateThatAnotherWorkerReplacedIsUploaded() {
    DueChange due = tenant.due(UPLOAD).get();
    tenant.listed(tenant.due(UPDATE).get(), WITH_CERTIFICATE);
    tenant.directory.put(ObjectKind.API_CONNECTOR, named("id-a", "A"));

    assertThat(tenant.request(due)).isEqualTo(SEND_UPLOAD);
  }

  @Test
  void whatAnOlderListShowsOfACertificateIsMadeSureOf() {
    tenant.listed(tenant.due(UPDATE).get(), WITH_CERTIFICATE);
    tenant.view.pass(Duration.ofSeconds(10));
    DueChange late = tenant.due(UPLOAD).get();
    assertThat(tenant.request(late)).isEqualTo(LIST);

    tenant.listed(late, connector("id-a", "A"));
    assertThat(tenant.request(late)).isEqualTo(SEND_UPLOAD);
  }

  @Test
  void aCertificateThatNoListShowsIsUploaded() {
    tenant.listed(tenant.due(UPDATE).get(), connector("id-a", "A"));

    assertThat(tenant.request(tenant.due(UPLOAD).get())).isEqualTo(SEND_UPLOAD);
  }

  @Test
  void aCertificateThatCannotBeReadIsSentWithoutALook() {
    assertThat(tenant.request(tenant.due(UPLOAD_UNREADABLE).get())).startsWith("POST ");
  }

  @Test
  void aLostUploadIsAppliedIfItsThumbprintIsThere() {
    DueChange due = tenant.due(UPLOAD).lost().get();
    tenant.listed(due, WITH_CERTIFICATE);

    assertThat(((Decision.Settle) tenant.decision(due)).outcome()).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void aLostUploadThatIsNotThereIsSentAgainAfterTheWait() {
    DueChange due = tenant.due(UPLOAD).lost().get();
    tenant.listed(due, connector("id-a", "A"));
    assertThat(((Decision.Retry) tenant.decision(due)).due())
        .isEqualTo(tenant.view.now.plusSeconds(10));

    tenant.view.pass(Duration.ofSeconds(10));
    tenant.listed(due, connector("id-a", "A"));
    assertThat(tenant.request(due)).startsWith("POST ");
  }

  @Test
  void aLostUploadWithoutAThumbprintIsForAPerson() {
    DueChange due = tenant.due(UPLOAD_UNREADABLE).lost().get();

    assertThat(((Decision.Settle) tenant.decision(due)).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  // What we have created ourselves

  /** A whole list, too old to resolve a name by. */
  private void listedLongAgo(String... objects) {
    tenant.listed(tenant.due(UPDATE).get(), objects);
    tenant.view.pass(Lookup.MAX_AGE.plusMillis(1));
  }

  @Test
  void whatWasJustCreatedIsPutSomewhereWithoutALookUp() {
    listedLongAgo();
    tenant.answer(tenant.due(CREATE).get(), 201, "{'id': 'id-new'}");

    TenantPlan<GraphCall> plan = tenant.plan(tenant.due(ENABLE).get());
    assertThat(plan.request().request().method()).isEqualTo("PUT");
    assertThat(plan.request().request().body().path("@odata.id").textValue())
        .endsWith("/apiConnectors/id-new");
  }

  @Test
  void whatIsAlteredByNameIsLookedUpAllTheSame() {
    listedLongAgo();
    tenant.answer(tenant.due(CREATE).get(), 201, "{'id': 'id-new'}");

    assertThat(tenant.request(tenant.due(UPDATE).get())).isEqualTo(LIST);
    assertThat(tenant.request(tenant.due(DELETE).get())).isEqualTo(LIST);
  }

  @Test
  void whatWasCreatedWhereNoListTellsWhoElseHasItsNameIsLookedUp() {
    tenant.answer(tenant.due(CREATE).get(), 201, "{'id': 'id-new'}");
    assertThat(tenant.request(tenant.due(ENABLE).get())).as("no list").isEqualTo(LIST);

    listedLongAgo(connector("id-new", "A"));
    tenant.answer(tenant.due(CREATE.replace("'A'", "'B'")).get(), 201, "{'id': 'id-b'}");
    DueChange link = tenant.due(ENABLE.replace("'A'", "'B'")).get();
    assertThat(tenant.request(link)).startsWith("PUT ");

    tenant.answer(tenant.due(CREATE.replace("'A'", "'B'")).get(), 201, "{}");
    assertThat(tenant.request(link)).as("one whose id is not known").isEqualTo(LIST);
  }

  @Test
  void twoCreatedOfOneNameAreLookedUp() {
    listedLongAgo();
    tenant.answer(tenant.due(CREATE).get(), 201, "{'id': 'id-1'}");
    tenant.answer(tenant.due(CREATE).get(), 201, "{'id': 'id-2'}");

    assertThat(tenant.request(tenant.due(ENABLE).get())).isEqualTo(LIST);
  }

  @Test
  void aCreatedObjectIsForgottenWhenItIsDeletedOrOldOrRenamed() {
    listedLongAgo();
    tenant.answer(tenant.due(CREATE).get(), 201, "{'id': 'id-a'}");
    tenant.answer(
        tenant
            .due(
                "{'operation': 'apiConnector.update', 'target': {'id': 'id-a'},"
                    + " 'properties': {'displayName': 'B'}}")
            .get(),
        204,
        "");
    assertThat(tenant.request(tenant.due(ENABLE).get())).isEqualTo(LIST);
    assertThat(tenant.request(tenant.due(ENABLE.replace("'A'", "'B'")).get())).startsWith("PUT ");

    tenant.view.pass(Lookup.MAX_AGE.plusMillis(1));
    assertThat(tenant.request(tenant.due(ENABLE.replace("'A'", "'B'")).get())).isEqualTo(LIST);
    tenant.answer(tenant.due(CREATE).get(), 201, "{'id': 'id-c'}");
    tenant.answer(
        tenant.due("{'operation': 'apiConnector.delete', 'target': {'id': 'id-c'}}").get(),
        204,
        "");
    assertThat(tenant.request(tenant.due(ENABLE).get())).isEqualTo(LIST);
  }
}
