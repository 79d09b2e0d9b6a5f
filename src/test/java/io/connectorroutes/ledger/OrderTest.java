package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.testing.DeadLetterCalls;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which change waits for which. */
@OnBothDatabases
class OrderTest extends LedgerSuite {
  private static final ObjectKind KIND = ObjectKind.API_CONNECTOR;

  private static final Target X = named("X");

  private final Set<String> asked = new HashSet<>();

  /** What the planner finds: ids by name; an absent name belongs to nobody. */
  private final Map<String, String> tenant = new HashMap<>();

  private static Target named(String name) {
    return new Target(null, name, null, null, null, null);
  }

  private static Target step(String flow) {
    return new Target(null, null, null, flow, "postFederationSignup", null);
  }

  private static ConnectorChange to(Target target, ConnectorChange change) {
    return new ConnectorChange(
        change.changeId(),
        change.operation(),
        null,
        target,
        change.properties(),
        change.revision(),
        change.notBefore());
  }

  private static ConnectorChange byName(String changeId, String name) {
    return to(named(name), update(changeId, "-", null, null));
  }

  private static ConnectorChange rename(String changeId, Target target, String name) {
    ConnectorChange change = Samples.of(Operation.API_CONNECTOR_UPDATE, changeId, target);
    change.properties().put("displayName", name);
    return change;
  }

  private static ConnectorChange enable(String changeId, String flow, String name) {
    ConnectorChange change =
        Samples.of(Operation.USER_FLOW_ENABLE_API_CONNECTOR, changeId, step(flow));
    ObjectNode connector = change.properties().putObject("apiConnector");
    connector.put("displayName", name);
    return change;
  }

  private static ConnectorChange delete(String changeId, String id) {
    return Samples.of(Operation.API_CONNECTOR_DELETE, changeId, Target.ofId(id));
  }

  /** Sends the first due change, to the object that the tenant has. */
  private Optional<Claimed<List<String>>> claimOne() {
    return ledger
        .deliveries()
        .claim("run:1", 20, (due, view) -> sendingTo(due.get(0), objectId(due.get(0).change())));
  }

  private String objectId(ConnectorChange change) {
    return change
        .reference()
        .map(object -> object.isByName() ? tenant.get(object.name()) : object.id())
        .orElse(null);
  }

  private static TenantPlan<List<String>> sendingTo(DueChange due, String objectId) {
    Intent intent =
        new Intent(
            due.seq(),
            Intent.Kind.CHANGE,
            "PATCH",
            "/v1.0/identity/apiConnectors",
            UUID.randomUUID().toString(),
            objectId);
    return new TenantPlan<>(List.of(), List.of(due.change().changeId()), List.of(intent));
  }

  private void settle(Claimed<List<String>> claimed, Outcome outcome, String resourceId) {
    Decision decision =
        new Decision.Settle(
            claimed.changes().get(0).seq(), outcome, resourceId, 204, null, null, null);
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, List.of(decision))))
        .isTrue();
  }

  private void putOff(Claimed<List<String>> claimed, Instant due) {
    Decision decision = Plans.again(claimed.changes().get(0).seq(), due);
    ledger.deliveries().settle(claimed, Plans.result(claimed, List.of(decision)));
  }

  /** Delivers what is due, one by one, each applied to the object that it was sent to. */
  private List<String> deliverEach() {
    List<String> delivered = new ArrayList<>();
    for (var claimed = claimOne(); claimed.isPresent(); claimed = claimOne()) {
      ConnectorChange change = claimed.get().changes().get(0).change();
      delivered.add(change.changeId());
      String id = claimed.get().intents().get(0).objectId();
      String made = "id-of-" + change.changeId();
      settle(claimed.get(), Outcome.APPLIED, id == null ? made : id);
      if (id == null) {
        change.givenName().ifPresent(name -> tenant.put(name, made));
      }
    }
    return delivered;
  }

  /** A list of these objects is read to its end, for the first due change. */
  private void list(ListedObject... objects) {
    Claimed<List<String>> claimed =
        ledger.deliveries().claim("run:1", 20, Plans.list()).orElseThrow();
    ClaimResult listed =
        new ClaimResult(
            Plans.answers(claimed, 200),
            List.of(),
            null,
            List.of(new ListUpdate.Page(KIND, clock.instant(), true, List.of(objects), null)));
    ledger.deliveries().settle(claimed, listed);
  }

  /** The planner finds nobody of the name by which those changes refer, each as it is due. */
  private void findNobody(String... changeIds) {
    for (String changeId : changeIds) {
      ledger
          .deliveries()
          .claim(
              "run:1",
              20,
              (due, view) ->
                  new TenantPlan<List<String>>(
                      due.stream()
                          .filter(one -> one.change().changeId().equals(changeId))
                          .filter(one -> asked.add(changeId))
                          .map(OrderTest::nobody)
                          .toList(),
                      null,
                      List.of()));
      assertThat(asked).contains(changeId);
    }
  }

  private static Decision nobody(DueChange due) {
    return new Decision.NobodyNamed(
        new Decision.Settle(
            due.seq(), Outcome.FAILED, null, null, "nameNotFound", "nobody has it", null));
  }

  @Test
  void aLargeFileIsLetInInOrderAndNothingOvertakesIt() {
    List<ReceivedRow> rows =
        IntStream.rangeClosed(1, 600).mapToObj(i -> row(i, update("c" + i, "x" + i % 7))).toList();
    Job job = ledger.recorder().openFile(file("a.jsonl"), false);
    ledger.recorder().record(job, rows);
    ledger.recorder().finish(job);
    send(update("after", "x3"));
    assertThat(ledger.reports().openChanges()).isEqualTo(601);
    List<String> delivered = new ArrayList<>();
    for (var claimed = claimAll(); claimed.isPresent(); claimed = claimAll()) {
      delivered.addAll(claimed.get().request());
      ledger.deliveries().settle(claimed.get(), Plans.result(claimed.get(), Outcome.APPLIED));
    }
    assertThat(delivered).hasSize(601).doesNotHaveDuplicates();
    List<String> ofTarget =
        delivered.stream()
            .filter(id -> id.equals("after") || Integer.parseInt(id.substring(1)) % 7 == 3)
            .toList();
    List<String> expected = new ArrayList<>();
    IntStream.rangeClosed(1, 600).filter(i -> i % 7 == 3).forEach(i -> expected.add("c" + i));
    expected.add("after");
    assertThat(ofTarget).isEqualTo(expected);
  }

  @Test
  void ofTheChangesOfOneObjectOnlyTheFirstIsDue() {
    send(update("c1", "x"), update("c2", "x"), update("c3", "y"));
    Claimed<List<String>> claimed = claimAll().orElseThrow();
    assertThat(claimed.request()).containsExactly("c1", "c3");
    assertThat(state("c2")).isEqualTo("blocked");
    Instant later = clock.instant().plusSeconds(5);
    ledger
        .deliveries()
        .settle(
            claimed,
            Plans.result(
                claimed,
                List.of(
                    Plans.again(claimed.changes().get(0).seq(), later),
                    Plans.settled(claimed.changes().get(1).seq(), Outcome.APPLIED))));
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).contains(later);
    clock.advance(Duration.ofSeconds(5));
    assertThat(deliverAll()).containsExactly("c1", "c2");
  }

  @Test
  void aChangeWithATimeTakesItsPlaceWhenItHasCome() {
    Instant time = clock.instant().plusSeconds(60);
    send(update("timed", "x", null, time), update("c1", "x"));
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("c1");
    assertThat(claimFirst()).isEmpty();
    assertThat(state("timed")).isEqualTo("waiting");
    assertThat(ledger.deliveries().nextDue()).contains(time);
    clock.advance(Duration.ofSeconds(59));
    assertThat(claimFirst()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(deliverAll()).containsExactly("timed");
  }

  @Test
  void aRevisionThatIsNotAboveTheLastAppliedOneIsSuperseded() {
    send(update("r5", "x", 5L, null));
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("r5");
    send(update("r5b", "x", 5L, null), update("r4", "x", 4L, null), update("r6", "x", 6L, null));
    assertThat(deliverAll()).containsExactly("r6");
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome)
        .containsExactly(
            tuple("r5", Outcome.APPLIED),
            tuple("r5b", Outcome.SUPERSEDED),
            tuple("r4", Outcome.SUPERSEDED),
            tuple("r6", Outcome.APPLIED));
  }

  @Test
  void aFailedRevisionDoesNotCount() {
    send(update("r5", "x", 5L, null), update("r4", "x", 4L, null));
    assertThat(deliver(Outcome.FAILED)).isEqualTo("r5");
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("r4");
  }

  @Test
  void aCreatedObjectIsTheSameByIdAndByName() {
    send(Samples.create("create", "X"));
    settle(claimOne().orElseThrow(), Outcome.APPLIED, "I");
    tenant.put("X", "I");
    send(update("by-id", "I"), byName("by-name", "X"), update("by-id-2", "I"));
    assertThat(state("by-name")).isEqualTo("blocked");
    assertThat(state("by-id-2")).isEqualTo("blocked");
    putOff(claimOne().orElseThrow(), clock.instant().plusSeconds(5));
    assertThat(claimOne()).isEmpty();
    clock.advance(Duration.ofSeconds(5));
    assertThat(deliverEach()).containsExactly("by-id", "by-name", "by-id-2");
  }

  @Test
  void aNameThatTurnsOutToBeAnIdComesByAcceptance() {
    tenant.put("X", "I");
    send(update("id-1", "I"));
    putOff(claimOne().orElseThrow(), clock.instant().plusSeconds(60));
    send(byName("name-2", "X"), update("id-3", "I"), byName("name-4", "X"));
    list(Samples.object("I", "X"));
    // To be sent to I, behind the one that was accepted before it.
    assertThat(claimOne()).isEmpty();
    assertThat(state("name-2")).isEqualTo("blocked");
    clock.advance(Duration.ofSeconds(60));
    assertThat(deliverEach()).containsExactly("id-1", "name-2", "id-3", "name-4");
  }

  @Test
  void aChangeByIdWaitsUntilItIsKnownWhoseTheEarlierNameIs() {
    send(byName("by-name", "X"), update("by-id", "I"), update("other", "J"));
    assertThat(state("by-id")).isEqualTo("blocked");
    list(Samples.object("I", "X"), Samples.object("J", "Y"));
    tenant.put("X", "I");
    assertThat(state("by-id")).isEqualTo("blocked");
    assertThat(state("other")).isEqualTo("waiting");
    List<String> delivered = deliverEach();
    assertThat(delivered).containsExactlyInAnyOrder("by-name", "by-id", "other");
    assertThat(delivered.indexOf("by-name")).isLessThan(delivered.indexOf("by-id"));
  }

  @Test
  void aListThatDoesNotShowTheNameLetsOthersGoOn() {
    send(byName("by-name", "X"), update("by-id", "I"));
    list(Samples.object("I", "Y"));
    assertThat(state("by-id")).isEqualTo("waiting");
  }

  @Test
  void aNameOfALargeJobIsLookedUpBeforeAnUrgentChangeByIdWaitsForAllOfIt() {
    importFile(
        "large.jsonl",
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> row(i, i < 50 ? update("row" + i, "i" + i) : byName("row" + i, "X")))
            .toArray(ReceivedRow[]::new));
    send(update("urgent", "I"));
    assertThat(state("urgent")).isEqualTo("blocked");
    tenant.put("X", "J");
    List<String> delivered = deliverEach();
    assertThat(delivered.indexOf("row50")).isLessThan(3);
    assertThat(delivered.indexOf("urgent")).isLessThan(5);
  }

  @Test
  void aKnownNameNeedsNoLook() {
    send(byName("first", "X"));
    list(Samples.object("I", "X"), Samples.object("J", "Y"));
    tenant.putAll(Map.of("X", "I", "Y", "J"));
    deliverEach();
    send(byName("by-name", "Y"), update("by-id", "J"), update("other", "I"));
    assertThat(state("by-id")).isEqualTo("blocked");
    assertThat(state("other")).isEqualTo("waiting");
  }

  @Test
  void aRenamedObjectIsFoundByItsNewNameAndTheOldOneIsFree() {
    tenant.putAll(Map.of("X", "I"));
    send(rename("rename", X, "Y"), byName("by-new-name", "Y"), byName("by-old-name", "X"));
    send(update("by-id", "I"));
    assertThat(state("by-new-name")).isEqualTo("blocked");
    Claimed<List<String>> rename = claimOne().orElseThrow();
    assertThat(rename.request()).containsExactly("rename");
    settle(rename, Outcome.APPLIED, "I");
    tenant.clear();
    tenant.put("Y", "I");
    // By the new name it is about the object, before the later change by id.
    assertThat(state("by-new-name")).isEqualTo("waiting");
    assertThat(state("by-id")).isEqualTo("blocked");
    // Nobody has the old name: it is about another object.
    assertThat(state("by-old-name")).isEqualTo("waiting");
    send(Samples.create("create", "X"));
    assertThat(state("create")).isEqualTo("blocked");
  }

  @Test
  void aNameThatAnEarlierChangeGivesIsWaitedForWithoutAPoll() {
    tenant.put("X", "I");
    send(Samples.create("create", "X"), enable("enable", "B2X_1", "X"));
    assertThat(state("enable")).isEqualTo("blocked");
    Claimed<List<String>> create = claimOne().orElseThrow();
    assertThat(claimOne()).isEmpty();
    settle(create, Outcome.FAILED, null);
    assertThat(deliverEach()).containsExactly("enable");
  }

  @Test
  void aNameThatALaterChangeGivesIsWaitedForWithoutAPoll() {
    send(enable("enable", "B2X_1", "X"), Samples.create("create", "X"));
    findNobody("enable");
    assertThat(claimFirst().orElseThrow().request()).containsExactly("create");
    ledger.deliveries().recoverLeases(true);
    assertThat(deliverEach()).containsExactly("create", "enable");
  }

  @Test
  void changesByANameMoveBehindTheLaterCreateInTheirOrder() {
    send(byName("u1", "X"), byName("u2", "X"), Samples.create("create", "X"), byName("u3", "X"));
    findNobody("u1", "u2");
    assertThat(state("create")).isEqualTo("waiting");
    assertThat(deliverEach()).containsExactly("create", "u1", "u2", "u3");
  }

  @Test
  void aNameIsNotGivenOrTakenWhileAnEarlierChangeUsesIt() {
    tenant.put("X", "I");
    send(enable("enable", "B2X_1", "X"));
    list(Samples.object("I", "X"), Samples.object("J", "Y"));
    send(rename("gives", Target.ofId("J"), "X"), rename("takes", Target.ofId("I"), "Z"));
    send(Samples.create("makes", "X"), update("other", "J"));
    assertThat(state("gives")).isEqualTo("blocked");
    assertThat(state("takes")).isEqualTo("blocked");
    assertThat(state("makes")).isEqualTo("blocked");
    settle(claimOne().orElseThrow(), Outcome.FAILED, null);
    assertThat(state("gives")).isEqualTo("waiting");
    assertThat(deliverEach()).contains("gives", "takes", "makes", "other");
  }

  @Test
  void aRenameByIdOfAnObjectWhoseNameIsNotKnownWaitsForEarlierUsesOfAnyName() {
    tenant.putAll(Map.of("X", "I", "Y", "J"));
    send(enable("link", "B2X_1", "X"), enable("other-link", "B2X_2", "Y"));
    send(rename("rename", Target.ofId("I"), "Z"), update("update", "I"), update("other", "K"));
    assertThat(state("rename")).isEqualTo("blocked");
    assertThat(state("other")).isEqualTo("waiting");
    list(Samples.object("I", "X"), Samples.object("J", "Y"));
    assertThat(state("rename")).isEqualTo("blocked");
    Claimed<List<String>> link = claimOne().orElseThrow();
    assertThat(link.request()).containsExactly("link");
    settle(link, Outcome.APPLIED, null);
    // It is known now that nobody else uses its name.
    assertThat(state("rename")).isEqualTo("waiting");
    assertThat(deliverEach()).containsSubsequence("rename", "update").contains("other-link");
  }

  @Test
  void aRenameByIdWaitsForNoLinkThatWaitsForALaterName() {
    send(enable("link", "B2X_1", "X"), rename("rename", Target.ofId("I"), "Z"));
    send(Samples.create("create", "X"));
    assertThat(state("rename")).isEqualTo("blocked");
    findNobody("link");
    assertThat(state("rename")).isEqualTo("waiting");
    assertThat(deliverEach()).contains("rename").containsSubsequence("create", "link");
  }

  @Test
  void aRenameByIdWaitsForEarlierChangesOfAnObjectByAName() {
    tenant.put("X", "I");
    for (ConnectorChange byName :
        List.of(
            byName("update", "X"),
            to(X, Samples.of(Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE, "upload", X)),
            to(X, Samples.of(Operation.API_CONNECTOR_DELETE, "delete", X)))) {
      send(byName, rename("rename-" + byName.changeId(), Target.ofId("I"), "X"));
      assertThat(deliverEach()).containsExactly(byName.changeId(), "rename-" + byName.changeId());
    }
  }

  @Test
  void aLinkWaitsForEarlierDeletesOfWhateverItMayLinkTo() {
    tenant.put("X", "I");
    send(delete("delete", "I"), enable("by-name", "B2X_1", "X"));
    ConnectorChange byId = enable("by-id", "B2X_2", "-");
    byId.properties().putObject("apiConnector").put("id", "I");
    send(byId, Samples.of(Operation.USER_FLOW_DISABLE_API_CONNECTOR, "unlink", step("B2X_3")));
    assertThat(List.of(state("by-name"), state("by-id"), state("unlink"))).containsOnly("blocked");
    Claimed<List<String>> delete = claimOne().orElseThrow();
    assertThat(delete.request()).containsExactly("delete");
    settle(delete, Outcome.APPLIED, "I");
    assertThat(List.of(state("by-name"), state("by-id"), state("unlink"))).containsOnly("waiting");
  }

  @Test
  void aMoveWaitsForAnEarlierDeleteOfAGroup() {
    ConnectorChange move = Samples.of(Operation.CONNECTOR_MOVE_TO_GROUP, "move", Target.ofId("C"));
    move.properties().putObject("connectorGroup").put("id", "G");
    send(Samples.of(Operation.CONNECTOR_GROUP_DELETE, "delete", Target.ofId("G")), move);
    assertThat(state("move")).isEqualTo("blocked");
    settle(claimOne().orElseThrow(), Outcome.FAILED, null);
    assertThat(state("move")).isEqualTo("waiting");
  }

  @Test
  void aNameThatTwoObjectsHaveForAWhileIsForBoth() {
    send(byName("look", "X"));
    list(Samples.object("I", "X"), Samples.object("J", "Y"));
    tenant.put("X", "I");
    deliverEach();
    send(rename("gives", Target.ofId("J"), "X"), byName("by-name", "X"), update("by-id", "I"));
    assertThat(state("by-name")).isEqualTo("blocked");
    settle(claimOne().orElseThrow(), Outcome.APPLIED, "J");
    assertThat(state("by-id")).isEqualTo("blocked");
    assertThat(deliverEach()).containsExactly("by-name", "by-id");
  }

  @Test
  void aChangeByANameOfTwoObjectsKeepsLaterOnesOfBoth() {
    tenant.put("X", "J");
    send(byName("look", "X"));
    list(Samples.object("I", "Y"), Samples.object("J", "X"));
    deliverEach();
    send(rename("leaves", Target.ofId("J"), "Z"));
    putOff(claimOne().orElseThrow(), clock.instant().plusSeconds(60));
    send(rename("comes", Target.ofId("I"), "X"), byName("by-name", "X"), update("by-id", "I"));
    send(update("other", "K"));
    assertThat(state("by-name")).isEqualTo("blocked");
    settle(claimOne().orElseThrow(), Outcome.APPLIED, "I");
    assertThat(state("by-id")).isEqualTo("blocked");
    tenant.put("X", "I");
    clock.advance(Duration.ofSeconds(60));
    List<String> delivered = deliverEach();
    assertThat(delivered).startsWith("leaves").contains("other");
    assertThat(delivered.indexOf("by-name")).isLessThan(delivered.indexOf("by-id"));
  }

  @Test
  void aNameIsNotUsedWhileAnEarlierChangeTakesIt() {
    tenant.put("X", "I");
    send(Samples.of(Operation.API_CONNECTOR_DELETE, "delete", X), enable("enable", "B2X_1", "X"));
    assertThat(state("enable")).isEqualTo("blocked");
    assertThat(deliverEach()).containsExactly("delete", "enable");
  }

  @Test
  void whatMovesBehindALaterRenameLeavesTheObjectToOthers() {
    send(delete("delete", "I"), byName("by-name", "X"), delete("again", "I"));
    list(Samples.object("I", "X"));
    send(rename("gives", Target.ofId("I"), "X"));
    Claimed<List<String>> delete = claimOne().orElseThrow();
    assertThat(delete.request()).containsExactly("delete");
    settle(delete, Outcome.FAILED, null);
    assertThat(state("again")).isEqualTo("blocked");
    findNobody("by-name");
    assertThat(claimOne().orElseThrow().request()).containsExactly("again");
    assertThat(state("gives")).isEqualTo("blocked");
  }

  @Test
  void whatWaitsForALaterChangeKeepsNobody() {
    ConnectorChange enable = enable("enable", "B2X_1", "X");
    send(enable, delete("delete", "I"), rename("rename", Target.ofId("I"), "X"));
    assertThat(state("delete")).isEqualTo("blocked");
    findNobody("enable");
    assertThat(state("delete")).isEqualTo("waiting");
  }

  @Test
  void whatIsBehindAChangeThatWaitsForALaterOneKeepsNobody() {
    send(byName("first", "X"), byName("second", "X"));
    list(Samples.object("J", "Y"));
    send(byName("unresolved", "X"), rename("gives", Target.ofId("J"), "X"));
    assertThat(state("gives")).isEqualTo("blocked");
    findNobody("first", "second", "unresolved");
    assertThat(state("gives")).isEqualTo("waiting");
    tenant.put("X", "J");
    assertThat(deliverEach()).containsExactly("gives", "first", "second", "unresolved");
  }

  @Test
  void namesThatNobodyWillEverHaveAreNotTriedWithoutEnd() {
    send(byName("x", "X"), rename("x-to-y", X, "Y"));
    send(byName("y", "Y"), rename("y-to-x", named("Y"), "X"));
    List<String> tried = new ArrayList<>();
    Planner<List<String>> nobody =
        (due, view) -> {
          due.forEach(one -> tried.add(one.change().changeId()));
          return new TenantPlan<>(due.stream().map(OrderTest::nobody).toList(), null, List.of());
        };
    assertThat(ledger.deliveries().claim("run:1", 20, nobody)).isEmpty();
    assertThat(tried).containsExactly("x", "x-to-y", "y", "y-to-x", "x");
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome)
        .containsExactly(
            tuple("x-to-y", Outcome.FAILED),
            tuple("y", Outcome.FAILED),
            tuple("y-to-x", Outcome.FAILED),
            tuple("x", Outcome.FAILED));
  }

  @Test
  void aNameThatIsOnlyRecordedIsNotWaitedFor() {
    Job job = ledger.recorder().openFile(file("a.jsonl"), false);
    ledger.recorder().record(job, List.of(row(1, Samples.create("create", "X"))));
    send(enable("enable", "B2X_1", "X"));
    findNobody("enable");
    assertThat(outcomes()).extracting(OutcomeRecord::errorCode).containsExactly("nameNotFound");
  }

  @Test
  void aLaterCreateOfTheSameLargeFileIsWaitedFor() {
    importFile(
        "large.jsonl",
        IntStream.rangeClosed(1, 450)
            .mapToObj(
                i ->
                    row(
                        i,
                        switch (i) {
                          case 1 -> enable("link", "B2X_1", "X");
                          case 450 -> Samples.create("create", "X");
                          default -> update("row" + i, "i" + i);
                        }))
            .toArray(ReceivedRow[]::new));
    assertThat(state("create")).isEqualTo("blocked");
    findNobody("link");
    assertThat(deliverEach()).hasSize(450).containsSubsequence("create", "link");
  }

  @Test
  void nothingOfALargeFileIsDueBeforeTheKeysOfAllItsRowsAreHeld() throws SQLException {
    Job job = ledger.recorder().openFile(file("large.jsonl"), false);
    ledger
        .recorder()
        .record(
            job,
            IntStream.rangeClosed(1, 450)
                .mapToObj(i -> row(i, update("row" + i, "i" + i)))
                .toList());
    // As if the process had ended right behind the recording.
    corrupt("UPDATE job SET state = 'open'");
    corrupt("INSERT INTO accepted (job_id) VALUES (" + job.id() + ")");
    List<Integer> due = new ArrayList<>();
    Planner<List<String>> counting =
        (changes, view) -> {
          due.add(changes.size());
          return new TenantPlan<>(List.of(), null, List.of());
        };
    for (int i = 0; i < 2; i++) {
      ledger.deliveries().claim("run:1", 1_000, counting);
    }
    assertThat(due).isEmpty();
    assertThat(state("row1")).isEqualTo("recorded");
    assertThat(deliverAll()).hasSize(450).startsWith("row1", "row2");
  }

  @Test
  void aLinkThatMovedIsNotSentWhereALaterOneWasApplied() {
    send(enable("first", "B2X_1", "X"), enable("second", "B2X_1", "Y"));
    send(Samples.create("create", "X"));
    tenant.put("Y", "J");
    findNobody("first");
    assertThat(deliverEach()).containsExactlyInAnyOrder("second", "create");
    assertThat(state("first")).isEqualTo("settled");
    assertThat(outcomes())
        .filteredOn(outcome -> outcome.changeId().equals("first"))
        .extracting(OutcomeRecord::outcome)
        .containsExactly(Outcome.SUPERSEDED);
  }

  @Test
  void whatHasMovedLooksForTheNextGiverWhereTheFirstFails() {
    send(enable("link", "B2X_1", "X"), Samples.create("one", "X"), Samples.create("two", "X"));
    findNobody("link");
    settle(claimOne().orElseThrow(), Outcome.FAILED, null);
    asked.clear();
    findNobody("link");
    assertThat(deliverEach()).containsExactly("two", "link");
  }

  @Test
  void thoseThatManyWaitForAreFollowedInSteps() {
    List<ReceivedRow> rows = new ArrayList<>();
    rows.add(row(1, Samples.create("create", "X")));
    IntStream.rangeClosed(2, 501)
        .forEach(i -> rows.add(row(i, enable("link" + i, "B2X_" + i, "X"))));
    importFile("links.jsonl", rows.toArray(ReceivedRow[]::new));
    assertThat(state("link501")).isEqualTo("blocked");
    settle(claimOne().orElseThrow(), Outcome.APPLIED, "I");
    tenant.put("X", "I");
    assertThat(state("link201")).isEqualTo("waiting");
    assertThat(state("link202")).isEqualTo("blocked");
    assertThat(deliverEach()).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void whatIsBlockedInVainIsRepaired() throws SQLException {
    send(update("x1", "x"), update("x2", "x"), update("y1", "y"), update("z1", "z"));
    send(delete("v1", "v"), update("w1", "w"), update("w2", "w"));
    corrupt("UPDATE change SET state = 'settled' WHERE change_id = 'x1'");
    corrupt("UPDATE change SET state = 'blocked', blocked_by = 999 WHERE change_id = 'v1'");
    corrupt("UPDATE change SET state = 'blocked', blocked_by = 998 WHERE change_id = 'z1'");
    corrupt("DELETE FROM hold WHERE seq = (SELECT seq FROM change WHERE change_id = 'w1')");
    corrupt("UPDATE change SET state = 'settled' WHERE change_id = 'w1'");
    assertThat(deliverAll()).containsExactly("y1");
    ledger.deliveries().repair();
    assertThat(deliverAll()).containsExactlyInAnyOrder("x2", "v1", "z1", "w2");
  }

  @Test
  void aSweepLeavesAloneWhatWaitsWithReason() {
    send(enable("enable", "B2X_1", "X"), delete("delete", "I"), update("behind", "I"));
    for (int i = 0; i < 3; i++) {
      ledger.deliveries().repair();
    }
    assertThat(state("delete")).isEqualTo("blocked");
    assertThat(state("behind")).isEqualTo("blocked");
  }

  @Test
  void aDeleteWaitsForEarlierChangesOfUserFlows() {
    tenant.put("X", "I");
    send(enable("enable", "B2X_1", "X"), delete("delete", "J"), enable("later", "B2X_2", "X"));
    assertThat(state("delete")).isEqualTo("blocked");
    assertThat(state("later")).isEqualTo("blocked");
    Claimed<List<String>> enable = claimOne().orElseThrow();
    settle(enable, Outcome.FAILED, null);
    assertThat(state("delete")).isEqualTo("waiting");
    assertThat(deliverEach()).containsExactly("delete", "later");
  }

  @Test
  void aGroupsDeleteWaitsForEarlierMoves() {
    ConnectorChange move =
        Samples.of(Operation.CONNECTOR_MOVE_TO_GROUP, "move", Target.ofId("connector-1"));
    move.properties().putObject("connectorGroup").put("id", "group-2");
    send(move, Samples.of(Operation.CONNECTOR_GROUP_DELETE, "delete", Target.ofId("group-1")));
    assertThat(state("delete")).isEqualTo("blocked");
    assertThat(deliverEach()).containsExactly("move", "delete");
  }

  @Test
  void revisionsCountForOneTargetHoweverItIsAddressed() {
    send(update("r5", "I", 5L, null));
    settle(claimOne().orElseThrow(), Outcome.APPLIED, "I");
    tenant.put("X", "I");
    ConnectorChange stale = to(X, update("r4", "-", 4L, null));
    ConnectorChange newer = to(X, update("r6", "-", 6L, null));
    send(stale, newer, update("r6-again", "I", 6L, null));
    assertThat(deliverEach()).containsExactly("r6");
    assertThat(outcomes())
        .filteredOn(outcome -> outcome.outcome() == Outcome.SUPERSEDED)
        .extracting(OutcomeRecord::changeId)
        .containsExactly("r4", "r6-again");
  }

  @Test
  void aStaleRevisionDoesNotBringADeletedObjectBack() {
    tenant.put("X", "I");
    send(
        new ConnectorChange(
            "delete",
            Operation.API_CONNECTOR_DELETE,
            null,
            X,
            Samples.update("c", "i").properties(),
            7L,
            null));
    settle(claimOne().orElseThrow(), Outcome.APPLIED, "I");
    tenant.clear();
    ConnectorChange create = Samples.create("create", "X");
    send(
        new ConnectorChange(
            "stale", Operation.API_CONNECTOR_UPSERT, null, X, create.properties(), 6L, null));
    assertThat(deliverEach()).isEmpty();
    assertThat(state("stale")).isEqualTo("settled");
  }

  @Test
  void aDeadLetterNamesThoseThatFollowedByWhateverAddress() {
    tenant.put("X", "I");
    send(byName("by-name", "X"), update("by-id", "I"));
    Claimed<List<String>> failing = claimOne().orElseThrow();
    assertThat(failing.request()).containsExactly("by-name");
    assertThat(state("by-id")).isIn("blocked", "blocked", "waiting");
    settle(failing, Outcome.FAILED, "I");
    assertThat(deliverEach()).containsExactly("by-id");
    assertThat(ledger.deadLetters().show("by-name").orElseThrow().followedBy())
        .containsExactly("by-id");
    assertThat(DeadLetterCalls.replay(ledger, List.of("by-name")).skipped())
        .singleElement()
        .satisfies(skipped -> assertThat(skipped.obstacle()).contains("--overtaken"));
  }

  @Test
  void aChangeWithATimeTakesItsPlaceAmongThoseOfItsObject() {
    tenant.put("X", "I");
    Instant time = clock.instant().plusSeconds(60);
    send(to(X, update("timed", "-", null, time)), update("by-id", "I"));
    list(Samples.object("I", "X"));
    assertThat(deliverEach()).containsExactly("by-id");
    send(update("by-id-2", "I"));
    putOff(claimOne().orElseThrow(), clock.instant().plusSeconds(90));
    clock.advance(Duration.ofSeconds(60));
    assertThat(claimOne()).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    assertThat(deliverEach()).containsExactly("by-id-2", "timed");
  }
}
