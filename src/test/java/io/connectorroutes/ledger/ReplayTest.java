package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.DeadLetters.Filter;
import io.connectorroutes.ledger.DeadLetters.Handled;
import io.connectorroutes.ledger.DeadLetters.ReplayMode;
import io.connectorroutes.ledger.DeadLetters.Selection;
import io.connectorroutes.testing.DeadLetterCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Dead letters that are sent again. */
@OnBothDatabases
class ReplayTest extends LedgerSuite {
  @Test
  void aReplayComesBehindAllThatWaitsAndEndsInAnOutcomeOfItsOwn() {
    Job job = importFile("a.jsonl", row(1, update("c1", "x")), row(2, update("c2", "x")));
    assertThat(deliver(Outcome.FAILED)).isEqualTo("c1");
    DeadLetterCalls.Result result = DeadLetterCalls.replay(ledger, List.of("c1"), null, true);
    assertThat(result.done()).containsExactly("c1");
    assertThat(DeadLetterCalls.open(ledger)).isEmpty();
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("c2");
    Claimed<List<String>> replayed = claimFirst().orElseThrow();
    assertThat(replayed.changes().get(0).replay()).isEqualTo(1);
    assertThat(replayed.changes().get(0).phase()).isEqualTo(Phase.SEND);
    assertThat(replayed.changes().get(0).attempts()).isZero();
    ledger.deliveries().settle(replayed, Plans.result(replayed, Outcome.FAILED));
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::replay)
        .containsExactly(tuple("c1", null), tuple("c2", null), tuple("c1", 1));
    assertThat(outcomes().get(2).graphRequests()).isEqualTo(1);
    assertThat(ledger.deadLetters().show("c1")).map(DeadLetter::name).contains("c1.1");
    assertThat(ledger.deadLetters().show("c1")).map(DeadLetter::replays).contains(1);
    assertThat(ledger.reports().summary(job).counts())
        .containsOnly(Map.entry("applied", 1L), Map.entry("failed", 1L));
  }

  @Test
  void aReplayThatIsOvertakenWhileItWaitsIsSuperseded() {
    send(update("c1", "x"), update("c2", "x"));
    assertThat(deliver(Outcome.FAILED)).isEqualTo("c1");
    assertThat(DeadLetterCalls.replay(ledger, List.of("c1")).done()).containsExactly("c1");
    assertThat(deliverAll()).containsExactly("c2");
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome, OutcomeRecord::replay)
        .containsExactly(
            tuple("c1", Outcome.FAILED, null),
            tuple("c2", Outcome.APPLIED, null),
            tuple("c1", Outcome.SUPERSEDED, 1));
  }

  @Test
  void aReplayedUnknownIsLookedForFirst() {
    send(Samples.create("c1", "Test API"));
    Claimed<List<String>> claimed = claimFirst("POST").orElseThrow();
    Instant sent = clock.instant();
    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.UNKNOWN));
    clock.advance(Duration.ofHours(1));
    DeadLetterCalls.replay(ledger, null);
    DueChange due = claimFirst("GET").orElseThrow().changes().get(0);
    assertThat(due.phase()).isEqualTo(Phase.LOOK);
    assertThat(due.sentAt()).isEqualTo(sent);
    assertThat(due.lostAt()).isEqualTo(clock.instant());
  }

  /** What was read of the tenant before is not believed for it. */
  @Test
  void aReplayIsAcceptedWhenItIsPutBack() {
    Instant received = clock.instant();
    send(update("c1", "x"));
    clock.advance(Duration.ofHours(1));
    assertThat(claimFirst().orElseThrow().changes().get(0).acceptedAt()).isEqualTo(received);
    ledger.deliveries().recoverLeases(true);
    assertThat(deliver(Outcome.FAILED)).isEqualTo("c1");

    clock.advance(Duration.ofHours(1));
    Instant putBack = clock.instant();
    DeadLetterCalls.replay(ledger, null);
    clock.advance(Duration.ofMinutes(1));

    assertThat(claimFirst().orElseThrow().changes().get(0).acceptedAt()).isEqualTo(putBack);
  }

  @Test
  void aReplayThatIsLookedForIsSupersededOnlyWhereItWouldBeSentAgain() {
    send(update("c1", "x"), update("c2", "x"));
    Claimed<List<String>> lost = claimFirst().orElseThrow();
    ledger.deliveries().settle(lost, Plans.result(lost, Outcome.UNKNOWN));
    DeadLetterCalls.replay(ledger, List.of("c1"));
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("c2");

    assertThat(ledger.deliveries().claim("run:1", 20, Plans.list())).as("the look").isPresent();
    ledger.deliveries().recoverLeases(true);
    assertThat(claimFirst()).isEmpty();
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome, OutcomeRecord::replay)
        .containsExactly(
            tuple("c1", Outcome.UNKNOWN, null),
            tuple("c2", Outcome.APPLIED, null),
            tuple("c1", Outcome.SUPERSEDED, 1));
  }

  @Test
  void whatCannotBeReplayedIsNamed() {
    ledger.recorder().recordMessage(QUEUE, rejected(0, "rejected", "{}"));
    send(update("overtaken", "x"), update("later", "x"), update("other", "y"));
    assertThat(deliver(Outcome.FAILED)).isEqualTo("overtaken");
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("later");
    assertThat(deliver(Outcome.FAILED)).isEqualTo("other");
    send(update("open", "z"));
    DeadLetterCalls.Result result =
        DeadLetterCalls.replay(
            ledger, List.of("rejected", "overtaken", "later", "open", "missing"));
    assertThat(result.done()).isEmpty();
    assertThat(result.skipped())
        .extracting(DeadLetters.Handled::changeId)
        .containsExactly("rejected", "overtaken", "later", "open", "missing");
    assertThat(result.skipped())
        .extracting(DeadLetters.Handled::obstacle)
        .satisfiesExactly(
            r ->
                assertThat(r)
                    .isEqualTo("it was rejected: send it again, corrected, then discard it"),
            r -> assertThat(r).contains("--overtaken"),
            r -> assertThat(r).contains("no open dead letter"),
            r -> assertThat(r).contains("still in delivery"),
            r -> assertThat(r).contains("no change of that id"));
    assertThat(DeadLetterCalls.replay(ledger, List.of("overtaken"), "other", true).done())
        .isEmpty();
    assertThat(DeadLetterCalls.replay(ledger, List.of("overtaken"), "badRequest", true).done())
        .containsExactly("overtaken");
    assertThat(DeadLetterCalls.replay(ledger, null, "invalid", true).skipped()).hasSize(1);
  }

  private List<Handled> replay(Filter filter, ReplayMode mode) {
    List<Handled> told = new ArrayList<>();
    ledger.deadLetters().replay(new Selection(null, filter), mode, told::add);
    return told;
  }

  private void failAll(int changes) {
    for (int i = 0; i < changes; i++) {
      assertThat(deliver(Outcome.FAILED)).isNotNull();
    }
  }

  @Test
  void aDryRunTellsWhatWouldBeDoneAndAltersNothing() {
    send(update("overtaken", "x"), update("later", "x"), update("other", "y"));
    deliver(Outcome.FAILED);
    deliver(Outcome.APPLIED);
    deliver(Outcome.FAILED);
    List<DeadLetter.Summary> before = DeadLetterCalls.open(ledger);

    List<Handled> told = replay(Filter.ALL, new ReplayMode(false, RequestBudget.NONE, true));

    assertThat(told)
        .extracting(Handled::changeId, Handled::isDone)
        .containsExactly(tuple("overtaken", false), tuple("other", true));
    assertThat(DeadLetterCalls.open(ledger)).isEqualTo(before).hasSize(2);
    assertThat(claimFirst()).isEmpty();
    assertThat(replay(Filter.ALL, ReplayMode.DEFAULT)).isEqualTo(told);
    assertThat(deliverAll()).containsExactly("other");
  }

  @Test
  void replaysAreSpreadOverTimeAlsoWhereTheirProgramHasEnded() {
    send(update("c1", "x"), update("c2", "y"), update("c3", "z"), update("bad", "x"));
    failAll(4);
    Instant now = clock.instant();
    RequestBudget rate = new RequestBudget(2, Duration.ofMinutes(1));

    List<Handled> told = replay(Filter.ALL, new ReplayMode(false, rate, false));

    assertThat(told)
        .extracting(Handled::changeId, Handled::due)
        .containsExactly(
            tuple("c1", now),
            tuple("c2", now.plusSeconds(30)),
            tuple("c3", now.plusSeconds(60)),
            tuple("bad", now.plusSeconds(90)));
    assertThat(DeadLetterCalls.open(ledger)).isEmpty();
    ledger.close();
    ledger = open();
    assertThat(deliverAll()).containsExactly("c1");
    assertThat(state("c2")).isEqualTo("waiting");
    assertThat(ledger.reports().history("c2").get(0).dueAt()).isEqualTo(now.plusSeconds(30));
    assertThat(ledger.deliveries().nextDue()).contains(now.plusSeconds(30));
    clock.advance(Duration.ofSeconds(30));
    assertThat(deliverAll()).containsExactly("c2");
    clock.advance(Duration.ofSeconds(59));
    assertThat(deliverAll()).containsExactly("c3");
    send(update("new", "x"));
    assertThat(deliverAll()).containsExactly("new");
    clock.advance(Duration.ofSeconds(1));
    assertThat(deliverAll()).as("its target was changed meanwhile").isEmpty();
    assertThat(outcomes().get(outcomes().size() - 1))
        .returns("bad", OutcomeRecord::changeId)
        .returns(Outcome.SUPERSEDED, OutcomeRecord::outcome);
  }

  @Test
  void whatFailedAgainAfterThreeReplaysIsReplayedByItsIdAlone() {
    send(update("c1", "x"), update("c2", "y"));
    failAll(2);
    for (int replay = 1; replay <= 3; replay++) {
      assertThat(DeadLetterCalls.replay(ledger, List.of("c1")).done()).containsExactly("c1");
      assertThat(deliver(Outcome.FAILED)).isEqualTo("c1");
    }
    List<DeadLetters.Group> groups = ledger.deadLetters().groups(Filter.ALL);
    assertThat(groups).singleElement().returns(1L, DeadLetters.Group::failedAgain);

    assertThat(replay(new Filter("badRequest", null, null), ReplayMode.DEFAULT))
        .extracting(Handled::changeId, Handled::isDone)
        .containsExactly(tuple("c2", true), tuple("c1", false));
    assertThat(replay(Filter.ALL, ReplayMode.DEFAULT))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.changeId()).isEqualTo("c1");
              assertThat(left.obstacle()).contains("failed again after 3 replays", "by its id");
            });
    assertThat(DeadLetterCalls.replay(ledger, List.of("c1")).done()).containsExactly("c1");
    assertThat(deliverAll()).containsExactlyInAnyOrder("c1", "c2");
  }

  @Test
  void theyAreSelectedByCauseTenantAndJob() {
    importFile(
        "a.jsonl",
        row(1, update("a1", "1"), "north", "north/app"),
        row(2, update("a2", "2"), null, Samples.ACCOUNT));
    send(update("b1", "3"));
    ledger.recorder().recordMessage(QUEUE, rejected(0, "b2", "{}"));
    failAll(3);

    assertThat(selected(new Filter(null, "north", null))).containsExactly("a1");
    assertThat(selected(new Filter(null, "default", "a.jsonl"))).containsExactly("a2");
    assertThat(selected(new Filter("badRequest", null, QUEUE))).containsExactly("b1");
    assertThat(selected(new Filter("invalid", null, null))).containsExactly("b2");
    assertThat(ledger.deadLetters().groups(Filter.ALL))
        .satisfiesExactly(
            failed ->
                assertThat(failed)
                    .returns("badRequest", DeadLetters.Group::cause)
                    .returns(3L, DeadLetters.Group::count)
                    .returns(Map.of("north", 1L, "default", 2L), DeadLetters.Group::tenants)
                    .returns(Set.of(400), DeadLetters.Group::httpStatuses)
                    .returns(true, DeadLetters.Group::sameMessage),
            rejected ->
                assertThat(rejected)
                    .returns(Set.of(Outcome.REJECTED), DeadLetters.Group::outcomes));

    assertThat(replay(new Filter(null, null, "a.jsonl"), ReplayMode.DEFAULT))
        .extracting(Handled::changeId)
        .containsExactlyInAnyOrder("a1", "a2");
    List<Handled> named = new ArrayList<>();
    ledger
        .deadLetters()
        .replay(
            new Selection(List.of("b1"), new Filter(null, "north", null)),
            ReplayMode.DEFAULT,
            named::add);
    assertThat(named).extracting(Handled::obstacle).singleElement().asString().contains("north");
  }

  private List<String> selected(Filter filter) {
    List<String> ids = new ArrayList<>();
    ledger.deadLetters().list(filter, 10, letter -> ids.add(letter.changeId()));
    return ids;
  }

  @Test
  void aReplayOfManyGoesThroughAllOnceWhateverFailsAgainMeanwhile() {
    int many = 230;
    for (int i = 0; i < many; i++) {
      send(update("c" + i, "id" + i));
    }
    failAll(many);
    List<String> done = new ArrayList<>();
    ledger
        .deadLetters()
        .replay(
            new Selection(null, Filter.ALL),
            ReplayMode.DEFAULT,
            handled -> {
              done.add(handled.changeId());
              deliver(Outcome.FAILED);
            });
    assertThat(done).doesNotHaveDuplicates().hasSize(many);
    assertThat(DeadLetterCalls.open(ledger)).hasSize(many);
  }

  @Test
  void jobsTellWhatReplaysRecovered() {
    Job job =
        importFile(
            "a.jsonl",
            row(1, update("c1", "1")),
            row(2, update("c2", "2")),
            row(3, update("c3", "3")));
    deliver(Outcome.FAILED);
    Claimed<List<String>> lost = claimFirst().orElseThrow();
    ledger.deliveries().settle(lost, Plans.result(lost, Outcome.UNKNOWN));
    deliver(Outcome.FAILED);
    assertThat(ledger.reports().summary(job).recovered()).isZero();

    replay(Filter.ALL, ReplayMode.DEFAULT);
    deliver(Outcome.APPLIED);
    deliver(Outcome.NO_OP);
    deliver(Outcome.FAILED);
    assertThat(ledger.reports().summary(job))
        .returns(2L, Reports.JobSummary::recovered)
        .returns(Map.of("failed", 2L, "unknown", 1L), Reports.JobSummary::counts);
    assertThat(ledger.reports().jobs(1)).first().returns(2L, Reports.JobSummary::recovered);
    DeadLetterCalls.replay(ledger, List.of("c3"));
    deliver(Outcome.APPLIED);
    assertThat(ledger.reports().summary(job).recovered()).isEqualTo(3);
  }
}
