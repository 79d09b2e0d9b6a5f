package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the directory knows of a tenant's objects, from lists and from our own changes. */
@OnBothDatabases
class DirectoryTest extends LedgerSuite {
  private static final ObjectKind KIND = ObjectKind.API_CONNECTOR;
  private static final String IDS = "SELECT object_id FROM known_object ORDER BY object_id";
  private static final String CANARY = "canary-5d1c77e0";

  // ---- helpers

  private Directory directory() {
    return ledger.deliveries().view(ACCOUNT).directory();
  }

  private List<String> named(String name) {
    return directory().named(KIND, name).stream().map(known -> known.object().id()).toList();
  }

  /** Something is looked up for the next change that is due. */
  private Claimed<List<String>> look() {
    return ledger.deliveries().claim("run:1", 20, Plans.list()).orElseThrow();
  }

  private void take(Claimed<?> look, ListUpdate... updates) {
    assertThat(
            ledger
                .deliveries()
                .settle(
                    look,
                    new ClaimResult(Plans.answers(look, 200), List.of(), null, List.of(updates))))
        .isTrue();
  }

  private static ListUpdate.Page first(Instant startedAt, String next, ListedObject... objects) {
    return new ListUpdate.Page(KIND, startedAt, true, List.of(objects), next);
  }

  private static ListUpdate.Page further(Instant startedAt, String next, ListedObject... objects) {
    return new ListUpdate.Page(KIND, startedAt, false, List.of(objects), next);
  }

  /** A whole list that begins now is read; something has to be due. */
  private void list(ListedObject... objects) {
    Instant start = clock.instant();
    take(look(), first(start, null, objects));
  }

  private static Intent intent(DueChange due, String method, String objectId) {
    return new Intent(
        due.seq(), Intent.Kind.CHANGE, method, "/path", UUID.randomUUID().toString(), objectId);
  }

  /** The next change that is due is sent to that object. */
  private Claimed<List<String>> claim(String method, String objectId) {
    return ledger
        .deliveries()
        .claim(
            "run:1",
            20,
            (due, view) ->
                new TenantPlan<>(
                    List.of(),
                    List.of(due.get(0).change().changeId()),
                    List.of(intent(due.get(0), method, objectId))))
        .orElseThrow();
  }

  private void settle(Claimed<?> claimed, Outcome outcome, String resourceId) {
    Decision decision =
        new Decision.Settle(
            claimed.changes().get(0).seq(), outcome, resourceId, 200, null, null, null);
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, List.of(decision))))
        .isTrue();
  }

  private void apply(ConnectorChange change, String method, String objectId, String resourceId) {
    send(change);
    settle(claim(method, objectId), Outcome.APPLIED, resourceId);
  }

  /** The answer to the request is lost; it is due again in a minute. */
  private void lose(Claimed<?> claimed) {
    ledger
        .deliveries()
        .settle(
            claimed,
            new ClaimResult(
                Plans.answers(claimed, null),
                List.of(
                    Plans.again(claimed.changes().get(0).seq(), clock.instant().plusSeconds(60))),
                null,
                List.of()));
  }

  private static ConnectorChange rename(String id, Target target, String name) {
    ConnectorChange change = Samples.of(Operation.API_CONNECTOR_UPDATE, id, target);
    change.properties().put("displayName", name);
    return change;
  }

  private static ConnectorChange delete(String id, String objectId) {
    return Samples.of(Operation.API_CONNECTOR_DELETE, id, Target.ofId(objectId));
  }

  /** Something that waits for a list, and goes on waiting. */
  private void waiting() {
    send(Samples.update("waiting", "elsewhere"));
  }

  // ---- lists

  @Test
  void aWholeListTellsWhatObjectsAreCalled() {
    waiting();
    Instant start = clock.instant();
    assertThat(directory().listedAt(KIND)).isEmpty();
    assertThat(directory().wasListed(KIND)).isFalse();
    list(
        new ListedObject(
            "I", "A", "https://a.example/x?code=1", AuthenticationKind.BASIC, "u", Set.of()),
        new ListedObject("J", "B", null, AuthenticationKind.CERTIFICATE, null, Set.of("AB", "CD")),
        object("K", "A"));

    assertThat(directory().listedAt(KIND)).contains(start);
    assertThat(directory().wasListed(KIND)).isTrue();
    assertThat(directory().wasListed(ObjectKind.CONNECTOR_GROUP)).isFalse();
    assertThat(named("A")).containsExactly("I", "K");
    KnownObject first = directory().withId(KIND, "I").orElseThrow();
    assertThat(first.object())
        .isEqualTo(
            new ListedObject(
                "I", "A", "https://a.example/x?code=1", AuthenticationKind.BASIC, "u", Set.of()));
    assertThat(first.firstSeen()).isEqualTo(start);
    assertThat(first.createdAt()).isNull();
    assertThat(directory().withId(KIND, "J").orElseThrow().object().thumbprints())
        .containsExactlyInAnyOrder("AB", "CD");
    assertThat(directory().withId(ObjectKind.CONNECTOR_GROUP, "I")).isEmpty();
    assertThat(ledger.deliveries().view("other/app").directory().named(KIND, "A")).isEmpty();
  }

  @Test
  void whatTheNextWholeListDoesNotShowIsGoneAndWhatItShowsAgainIsThere() {
    waiting();
    Instant start = clock.instant();
    list(object("I", "A"), object("J", "B"));
    clock.advance(Duration.ofMinutes(1));
    list(object("I", "C"));

    assertThat(named("A")).isEmpty();
    assertThat(named("B")).isEmpty();
    assertThat(named("C")).containsExactly("I");
    assertThat(directory().withId(KIND, "J")).isEmpty();
    list(object("J", "A"));
    assertThat(named("A")).containsExactly("J");
    assertThat(directory().withId(KIND, "J").orElseThrow().firstSeen()).isEqualTo(start);
  }

  @Test
  void aListOfSeveralPagesCountsWhenItIsWholeAndSurvivesARestart() {
    waiting();
    Instant start = clock.instant();
    list(object("I", "A"), object("J", "B"));
    clock.advance(Duration.ofMinutes(1));
    Instant second = clock.instant();
    take(look(), first(second, "/page?2", object("I", "A")));
    clock.advance(Duration.ofSeconds(1));

    ledger.close();
    ledger = open();

    UnfinishedList unfinished = directory().unfinished(KIND).orElseThrow();
    assertThat(unfinished.startedAt()).isEqualTo(second);
    assertThat(unfinished.nextPage()).isEqualTo("/page?2");
    assertThat(unfinished.pages()).isEqualTo(1);
    assertThat(unfinished.isRead().test("/page?2")).isTrue();
    assertThat(unfinished.isRead().test("/page?3")).isFalse();
    assertThat(directory().listedAt(KIND)).contains(start);
    assertThat(named("B")).as("until the list is whole").containsExactly("J");

    take(look(), further(second, "/page?3", object("K", "D")));
    assertThat(directory().unfinished(KIND).orElseThrow().pages()).isEqualTo(2);
    assertThat(directory().unfinished(KIND).orElseThrow().isRead().test("/page?2")).isTrue();
    take(look(), further(second, null, object("L", "E")));
    assertThat(directory().unfinished(KIND)).isEmpty();
    assertThat(directory().listedAt(KIND)).contains(second);
    assertThat(named("A")).containsExactly("I");
    assertThat(named("B")).isEmpty();
    assertThat(named("D")).containsExactly("K");
    assertThat(named("E")).containsExactly("L");
  }

  @Test
  void twoWorkersShareOneList() {
    waiting();
    Instant start = clock.instant();
    Ledger other = open();
    take(look(), first(start, "/page?2", object("I", "A")));
    Claimed<List<String>> look = other.deliveries().claim("run:2", 20, Plans.list()).orElseThrow();
    Directory seen = other.deliveries().view(ACCOUNT).directory();
    assertThat(seen.unfinished(KIND).orElseThrow().nextPage()).isEqualTo("/page?2");
    other
        .deliveries()
        .settle(
            look,
            new ClaimResult(
                Plans.answers(look, 200),
                List.of(),
                null,
                List.of(further(start, null, object("J", "B")))));
    other.close();

    assertThat(directory().listedAt(KIND)).contains(start);
    assertThat(named("A")).containsExactly("I");
    assertThat(named("B")).containsExactly("J");
  }

  @Test
  void aPageOfAListThatWasGivenUpIsOfNoUse() {
    waiting();
    Instant start = clock.instant();
    take(look(), first(start, "/page?2", object("I", "A")));
    take(look(), new ListUpdate.GivenUp(KIND));
    assertThat(directory().unfinished(KIND)).isEmpty();
    take(look(), further(start, null, object("J", "B")));
    assertThat(directory().wasListed(KIND)).isFalse();

    clock.advance(Duration.ofSeconds(1));
    take(look(), first(clock.instant(), "/page?2", object("I", "A")));
    take(look(), further(start, null, object("J", "B")));
    assertThat(directory().wasListed(KIND)).as("another list is being read").isFalse();
  }

  @Test
  void aListOfWhichAnIdTurnedOutWrongResolvesNoName() {
    waiting();
    list(object("I", "A"));
    take(look(), first(clock.instant(), "/page?2"));
    take(look(), new ListUpdate.Wrong(KIND));

    assertThat(directory().listedAt(KIND)).isEmpty();
    assertThat(directory().unfinished(KIND)).isEmpty();
    assertThat(directory().wasListed(KIND)).isTrue();
    list(object("I", "A"));
    assertThat(directory().listedAt(KIND)).contains(clock.instant());
  }

  @Test
  void aDeleteThatIsSentVoidsTheListThatIsBeingRead() {
    waiting();
    take(look(), first(clock.instant(), "/page?2", object("I", "A")));
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    assertThat(directory().unfinished(KIND)).isPresent();
    send(Samples.of(Operation.CONNECTOR_GROUP_DELETE, "group", Target.ofId("g")));
    claim("DELETE", "g");
    assertThat(directory().unfinished(KIND)).as("of another kind").isPresent();
    clock.advance(LEASE);
    send(delete("delete", "J"));
    settle(claim("DELETE", "g"), Outcome.APPLIED, "g");
    claim("DELETE", "J");
    assertThat(directory().unfinished(KIND)).isEmpty();
  }

  @Test
  void whatNeitherOfTwoWholeListsShowsIsForgotten() throws SQLException {
    waiting();
    list(object("I", "A"), object("J", "B"), object("K", "C"));
    list(object("I", "A"));
    assertThat(rows(IDS)).as("one list may have missed it").containsExactly("I", "J", "K");
    take(look(), first(clock.instant(), "/page?2", object("I", "A")));
    take(look(), new ListUpdate.GivenUp(KIND));
    Instant start = clock.instant();
    take(look(), first(start, "/page?2", object("K", "C")));
    assertThat(rows(IDS)).as("the list is not whole").containsExactly("I", "J", "K");
    take(look(), further(start, null));

    assertThat(rows(IDS)).containsExactly("I", "K");
    list(object("J", "B"));
    assertThat(named("B")).containsExactly("J");
  }

  @Test
  void whatWeChangedLatelyOrPerhapsIsNotForgottenWhateverListsShow() throws SQLException {
    apply(Samples.create("early", "A"), "POST", null, "I");
    apply(delete("delete", "J"), "DELETE", "J", "J");
    waiting();
    clock.advance(Duration.ofMinutes(61));
    list();
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    send(rename("lost", Target.ofId("K"), "C"));
    lose(claim("PATCH", "K"));
    send(Samples.update("waiting-2", "elsewhere"));
    clock.advance(Duration.ofSeconds(15));
    Instant start = clock.instant();
    take(look(), first(start, "/page?2"));
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    apply(Samples.create("between-pages", "D"), "POST", null, "L");
    send(Samples.update("waiting-3", "elsewhere"));
    take(look(), further(start, null));

    assertThat(rows(IDS)).containsExactly("K", "L", "elsewhere");
    assertThat(named("D")).containsExactly("L");
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    clock.advance(Duration.ofSeconds(60));
    settle(claim("PATCH", "K"), Outcome.FAILED, "K");
    send(Samples.update("waiting-4", "elsewhere"));
    clock.advance(Duration.ofMinutes(61));
    list();
    assertThat(rows(IDS)).as("the rename was not done: K was there until now").containsExactly("K");
    list();
    assertThat(rows(IDS)).isEmpty();
  }

  @Test
  void aLongListIsTakenIn() {
    waiting();
    Instant start = clock.instant();
    for (int page = 0; page < 5; page++) {
      ListedObject[] objects = objects(page * 999, 999);
      take(
          look(),
          new ListUpdate.Page(
              KIND, start, page == 0, Arrays.asList(objects), page == 4 ? null : "/page" + page));
    }
    assertThat(named("name-0")).containsExactly("id-0");
    assertThat(named("name-4994")).containsExactly("id-4994");
    assertThat(named("name-4995")).isEmpty();
  }

  private static ListedObject[] objects(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> object("id-" + i, "name-" + i))
        .toArray(ListedObject[]::new);
  }

  // ---- our own changes

  @Test
  void whatWeCreateRenameAndDeleteIsFollowed() {
    apply(Samples.create("create", "A"), "POST", null, "I");
    Instant created = clock.instant();
    assertThat(named("A")).containsExactly("I");
    assertThat(directory().createdAt(KIND, "I")).contains(created);
    KnownObject known = directory().withId(KIND, "I").orElseThrow();
    assertThat(known.createdAt()).isEqualTo(created);
    assertThat(known.object().targetUrl()).isNotNull();
    assertThat(known.object().authentication()).isEqualTo(AuthenticationKind.BASIC);

    clock.advance(Duration.ofSeconds(1));
    apply(rename("rename", Target.ofId("I"), "B"), "PATCH", "I", "I");
    assertThat(named("A")).isEmpty();
    assertThat(named("B")).containsExactly("I");
    assertThat(directory().withId(KIND, "I").orElseThrow().object().targetUrl())
        .as("what was not sent stays")
        .isEqualTo(known.object().targetUrl());
    assertThat(directory().createdAt(KIND, "I")).contains(created);

    apply(delete("delete", "I"), "DELETE", "I", "I");
    assertThat(named("B")).isEmpty();
    assertThat(directory().withId(KIND, "I")).isEmpty();
  }

  @Test
  void whatWasGoneAlreadyIsGone() {
    waiting();
    list(object("I", "A"));
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    send(delete("delete", "I"));
    settle(claim("DELETE", "I"), Outcome.NO_OP, "I");
    assertThat(named("A")).isEmpty();
  }

  @Test
  void aCreatedObjectWhoseIdNobodyToldIsFoundByTheNextList() {
    waiting();
    list();
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    apply(Samples.create("create", "A"), "POST", null, null);
    assertThat(directory().listedAt(KIND)).isEmpty();
  }

  @Test
  void ourOwnChangesSinceAListBeganWinOverItsPages() {
    waiting();
    list(object("I", "A"), object("J", "B"), object("K", "C"), object("L", "D"));
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    clock.advance(Duration.ofSeconds(1));
    apply(rename("rename", Target.ofId("I"), "A2"), "PATCH", "I", "I");
    apply(Samples.create("create", "E"), "POST", null, "M");
    send(Samples.update("waiting-2", "elsewhere"));
    // What is read can be as old as graph.lost-answer-wait.
    clock.advance(Duration.ofSeconds(10));
    Instant start = clock.instant();
    take(look(), first(start, "/page?2", object("I", "A"), object("J", "B")));
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    clock.advance(Duration.ofSeconds(1));
    apply(rename("rename-2", Target.ofId("J"), "B2"), "PATCH", "J", "J");
    apply(rename("rename-3", Target.ofId("K"), "C2"), "PATCH", "K", "K");
    send(Samples.update("waiting-3", "elsewhere"));
    take(look(), further(start, null, object("K", "C"), object("L", "D2")));

    assertThat(directory().listedAt(KIND)).contains(start);
    assertThat(named("A2")).containsExactly("I");
    assertThat(named("B2")).containsExactly("J");
    assertThat(named("C2")).containsExactly("K");
    assertThat(named("D2")).as("nothing of ours").containsExactly("L");
    assertThat(named("E")).as("created, and not in the list yet").containsExactly("M");
    for (String old : List.of("A", "B", "C", "D")) {
      assertThat(named(old)).as(old).isEmpty();
    }

    // A list that begins later is believed.
    clock.advance(Duration.ofSeconds(12));
    list(object("I", "A"), object("J", "B"), object("K", "C"));
    assertThat(named("A")).containsExactly("I");
    assertThat(named("B")).containsExactly("J");
    assertThat(named("C")).containsExactly("K");
    assertThat(named("E")).isEmpty();
  }

  @Test
  void aNameOfTwoObjectsIsOneObjectsAgainWhenTheOtherIsRenamed() {
    waiting();
    list(object("I", "X"), object("J", "Y"));
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    apply(rename("same", Target.ofId("I"), "X"), "PATCH", "I", "I");
    assertThat(named("X")).containsExactly("I");
    apply(rename("gives", Target.ofId("J"), "X"), "PATCH", "J", "J");
    assertThat(named("X")).containsExactly("I", "J");
    apply(rename("takes", Target.ofId("I"), "Z"), "PATCH", "I", "I");
    assertThat(named("X")).containsExactly("J");
  }

  @Test
  void whatWeDeletedIsNotBroughtBackByAnOldPage() {
    waiting();
    list(object("I", "A"));
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    apply(delete("delete", "I"), "DELETE", "I", "I");
    send(Samples.update("waiting-2", "elsewhere"));
    clock.advance(Duration.ofSeconds(10));
    list(object("I", "A"));
    assertThat(named("A")).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    list(object("I", "A"));
    assertThat(named("A")).as("somebody has brought it back").containsExactly("I");
  }

  @Test
  void aChangeThatGivesNoNameLeavesTheNameToTheList() {
    waiting();
    settle(claim("PATCH", "I"), Outcome.APPLIED, "I");
    send(Samples.update("waiting-2", "elsewhere"));
    list(object("I", "A"));
    assertThat(named("A")).containsExactly("I");
  }

  @Test
  void anObjectKeepsItsNameUntilTheRenameThatWasSentIsSettled() {
    waiting();
    list(object("I", "A"), object("J", "C"));
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    send(rename("rename", Target.ofId("I"), "B"));
    lose(claim("PATCH", "I"));
    send(Samples.update("waiting-2", "elsewhere"));
    clock.advance(Duration.ofSeconds(30));
    list(object("I", "B"), object("J", "D"));
    assertThat(named("A")).containsExactly("I");
    assertThat(named("B")).isEmpty();
    assertThat(named("D")).containsExactly("J");
    list(object("J", "D"));
    assertThat(named("A")).as("whatever a list shows").containsExactly("I");
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");

    clock.advance(Duration.ofSeconds(30));
    settle(claim("PATCH", "I"), Outcome.FAILED, "I");
    assertThat(named("A")).as("as far as is known it was not done").containsExactly("I");
    send(Samples.update("waiting-3", "elsewhere"));
    clock.advance(Duration.ofSeconds(30));
    list(object("I", "B"));
    assertThat(named("B")).containsExactly("I");
  }

  @Test
  void aRenameThatIsSettledAloneSinceAnotherCannotBeLeavesNoDoubt() {
    waiting();
    list(object("I", "A"));
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    send(rename("rename", Target.ofId("I"), "B"), Samples.update("other", "J"));
    Claimed<?> both =
        ledger
            .deliveries()
            .claim(
                "run:1",
                20,
                (due, view) -> {
                  List<Intent> intents =
                      due.stream()
                          .map(one -> intent(one, "PATCH", one.change().target().id()))
                          .toList();
                  return new TenantPlan<>(List.of(), List.of(), intents);
                })
            .orElseThrow();
    List<Decision> decisions =
        both.changes().stream()
            .map(
                change ->
                    (Decision)
                        new Decision.Settle(
                            change.seq(),
                            change.change().changeId().equals("other") ? null : Outcome.FAILED,
                            null,
                            null,
                            null,
                            null,
                            null))
            .toList();
    ledger
        .deliveries()
        .settle(both, new ClaimResult(Plans.answers(both, null), decisions, null, List.of()));
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId)
        .containsExactlyInAnyOrder("waiting", "rename", "other");

    send(Samples.update("waiting-2", "elsewhere"));
    list(object("I", "B"));
    assertThat(named("B")).containsExactly("I");
  }

  @Test
  void theRequestOfAWorkerThatIsGoneIsInDoubtAsWell() {
    waiting();
    list(object("I", "A"));
    settle(claim("PATCH", "elsewhere"), Outcome.APPLIED, "elsewhere");
    send(delete("delete", "I"));
    claim("DELETE", "I");
    clock.advance(LEASE);
    ledger.deliveries().recoverLeases(false);
    list();
    assertThat(named("A")).containsExactly("I");
    settle(claim("DELETE", "I"), Outcome.NO_OP, "I");
    assertThat(named("A")).isEmpty();
  }

  @Test
  void anObjectThatARenameMayHaveReachedIsKnownFromThenOn() {
    send(rename("rename", Target.ofId("I"), "A"));
    Instant lost = clock.instant();
    lose(claim("PATCH", "I"));
    clock.advance(Duration.ofSeconds(60));
    settle(claim("PATCH", "I"), Outcome.FAILED, "I");
    clock.advance(Duration.ofSeconds(60));
    waiting();
    list(object("I", "A"));
    assertThat(directory().withId(KIND, "I").orElseThrow().firstSeen()).isEqualTo(lost);
  }

  // ---- as it rests

  @Test
  void urlsUserNamesAndPageAddressesRestEncrypted() throws SQLException {
    waiting();
    take(
        look(),
        first(
            clock.instant(),
            "/page?" + CANARY,
            new ListedObject(
                "I",
                "A",
                "https://a.example/x?code=" + CANARY,
                AuthenticationKind.BASIC,
                CANARY,
                Set.of())));
    assertThat(directory().withId(KIND, "I").orElseThrow().object().username()).isEqualTo(CANARY);
    assertThat(rows("SELECT target_url, authentication FROM known_object"))
        .isNotEmpty()
        .allMatch(bytes -> !bytes.contains(CANARY) && !bytes.contains("a.example"));
    assertThat(rows("SELECT next_page, pages_read FROM object_list"))
        .isNotEmpty()
        .allMatch(bytes -> !bytes.contains(CANARY));
    assertThat(rows("SELECT object_id, name FROM known_object")).contains("I", "A");
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        for (int column = 1; column <= columns; column++) {
          texts.add(new String(rows.getBytes(column), StandardCharsets.ISO_8859_1));
        }
      }
      return texts;
    }
  }

  @Test
  void whatAnEarlierVersionKnewIsKnownWithoutAList() throws SQLException {
    waiting();
    corrupt(
        """
        INSERT INTO known_object (account_id, kind, object_id, name, first_seen)
        SELECT id, 'API_CONNECTOR', 'I', 'A', 5 FROM account
        """);
    assertThat(named("A")).containsExactly("I");
    assertThat(directory().listedAt(KIND)).isEmpty();
    assertThat(directory().wasListed(KIND)).isFalse();
    list(object("J", "B"));
    assertThat(named("A")).isEmpty();
  }
}
