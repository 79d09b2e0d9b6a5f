package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.change.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dead letters that are sent again. */
@OnBothDatabases
class ReplayTest extends LedgerSuite {
  @Test
  void aReplayComesBehindAllThatWaitsAndEndsInAnOutcomeOfItsOwn() {
    Job job = importFile("a.jsonl", row(1, update("c1", "x")), row(2, update("c2", "x")));
    assertThat(deliver(Outcome.FAILED)).isEqualTo("c1");
    DeadLetters.ReplayResult result = ledger.deadLetters().replay(List.of("c1"), null, true);
    assertThat(result.replayed()).containsExactly("c1");
    assertThat(ledger.deadLetters().list()).isEmpty();
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
    assertThat(ledger.deadLetters().replay(List.of("c1"), null, false).replayed())
        .containsExactly("c1");
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
    ledger.deadLetters().replay(null, null, false);
    DueChange due = claimFirst("GET").orElseThrow().changes().get(0);
    assertThat(due.phase()).isEqualTo(Phase.LOOK);
    assertThat(due.sentAt()).isEqualTo(sent);
    assertThat(due.lostAt()).isEqualTo(clock.instant());
  }

  @Test
  void aReplayThatIsLookedForIsSupersededOnlyWhereItWouldBeSentAgain() {
    send(update("c1", "x"), update("c2", "x"));
    Claimed<List<String>> lost = claimFirst().orElseThrow();
    ledger.deliveries().settle(lost, Plans.result(lost, Outcome.UNKNOWN));
    ledger.deadLetters().replay(List.of("c1"), null, false);
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
    DeadLetters.ReplayResult result =
        ledger
            .deadLetters()
            .replay(List.of("rejected", "overtaken", "later", "open", "missing"), null, false);
    assertThat(result.replayed()).isEmpty();
    assertThat(result.skipped())
        .extracting(DeadLetters.Skipped::changeId)
        .containsExactly("rejected", "overtaken", "later", "open", "missing");
    assertThat(result.skipped())
        .extracting(DeadLetters.Skipped::reason)
        .satisfiesExactly(
            r -> assertThat(r).contains("rejected"),
            r -> assertThat(r).contains("--overtaken"),
            r -> assertThat(r).contains("no open dead letter"),
            r -> assertThat(r).contains("still in delivery"),
            r -> assertThat(r).contains("no change of that id"));
    assertThat(ledger.deadLetters().replay(List.of("overtaken"), "other", true).replayed())
        .isEmpty();
    assertThat(ledger.deadLetters().replay(List.of("overtaken"), "badRequest", true).replayed())
        .containsExactly("overtaken");
    assertThat(ledger.deadLetters().replay(null, "invalid", true).skipped()).hasSize(1);
  }
}
