package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Progress.GraphReach;
import io.connectorroutes.ledger.Progress.GraphState;
import io.connectorroutes.ledger.Progress.JobProgress;
import io.connectorroutes.ledger.Workers.Worker;
import io.connectorroutes.testing.DeadLetterCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who works, whether Graph is reached, and how long jobs take. */
@OnBothDatabases
class ProgressTest extends LedgerSuite {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String RUN = "run:here/1/a";

  private void budget(int requests) {
    ledger.close();
    ledger = open(new RequestBudget(requests, MINUTE));
    ledger.workers().seen(RUN, List.of());
  }

  private Job importUpdates(String name, int rows, String account) {
    return importFile(
        name,
        IntStream.rangeClosed(1, rows)
            .mapToObj(i -> row(i, update(name + i, name + i), null, account))
            .toArray(ReceivedRow[]::new));
  }

  private JobProgress progress(Job job) {
    JobProgress progress = ledger.progress().jobs().get(job.id());
    return new JobProgress(progress.reason(), progress.left());
  }

  private static JobProgress seconds(WaitReason reason, long seconds) {
    return new JobProgress(reason, Duration.ofSeconds(seconds));
  }

  @Test
  void whatWaitsOfAJobIsCountedByAccountWithItsReplays() {
    Job job =
        importFile(
            "a.jsonl",
            row(1, update("c-1", "x"), null, "a/1"),
            row(2, update("c-2", "y"), null, "b/1"),
            row(3, update("c-3", "z"), null, "b/1"));
    assertThat(waiting(job)).containsOnly(Map.entry("a/1", 1L), Map.entry("b/1", 2L));
    for (int i = 0; i < 3; i++) {
      deliver(Outcome.FAILED);
    }
    assertThat(ledger.progress().jobs()).isEmpty();
    assertThat(DeadLetterCalls.replay(ledger, null).done()).hasSize(3);
    assertThat(ledger.outbox().settledJob()).isPresent();
    assertThat(waiting(job)).containsOnly(Map.entry("a/1", 1L), Map.entry("b/1", 2L));
  }

  private Map<String, Long> waiting(Job job) {
    return ledger.progress().jobs().get(job.id()).waiting();
  }

  @Test
  void aWorkerIsThereAsLongAsItSaysSo() {
    Instant began = clock.instant();
    ledger.workers().seen("run:b", List.of());
    clock.advance(Workers.BEAT);
    ledger.workers().seen("run:b", List.of());
    ledger.workers().seen("import:a", List.of());
    assertThat(ledger.workers().list())
        .containsExactly(
            new Worker("run:b", began, List.of()),
            new Worker("import:a", began.plus(Workers.BEAT), List.of()));

    ledger.workers().left("import:a");
    clock.advance(Workers.GONE_AFTER);
    assertThat(ledger.workers().list()).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(ledger.workers().list()).as("killed").isEmpty();
  }

  @Test
  void whatAWorkerCannotPublishIsKnownUntilItCanOrIsGone() {
    List<String> lines = List.of("results cannot be published: the disk is full", "outcomes too");
    Worker run = new Worker(RUN, clock.instant(), lines);
    ledger.workers().seen(RUN, lines);
    assertThat(ledger.workers().list()).as("of a new one").containsExactly(run);
    ledger.workers().seen(RUN, List.of());
    assertThat(ledger.workers().list()).containsExactly(new Worker(RUN, run.since(), List.of()));
    ledger.workers().seen(RUN, lines);
    assertThat(ledger.workers().list()).as("of a known one").containsExactly(run);

    clock.advance(Workers.GONE_AFTER.plusMillis(1));
    assertThat(ledger.workers().list()).isEmpty();
    ledger.workers().seen(RUN, List.of());
    ledger.workers().left(RUN);
    assertThat(ledger.workers().list()).isEmpty();
  }

  @Test
  void whoIsGoneIsForgottenWhenTheNextOneComes() throws Exception {
    ledger.workers().seen(RUN, List.of());
    clock.advance(Workers.GONE_AFTER.plusMillis(1));
    ledger.workers().seen("run:next", List.of());

    assertThat(alter("DELETE FROM worker")).isEqualTo(1);
    ledger.workers().seen(RUN, List.of());
    ledger.deliveries().recoverLeases(true);
    assertThat(ledger.workers().list()).as("of an earlier run of this home").isEmpty();
  }

  @Test
  void graphIsUnknownUntilItIsAskedThenReachedOrAway() {
    assertThat(ledger.progress().graph()).isEqualTo(new GraphReach(GraphState.UNKNOWN, null, null));
    importUpdates("a", 3, ACCOUNT);
    Instant first = clock.instant();
    deliver(Outcome.APPLIED);
    clock.advance(MINUTE);
    deliver(Outcome.FAILED);
    assertThat(ledger.progress().graph())
        .isEqualTo(new GraphReach(GraphState.REACHED, first, null));

    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    Instant away = clock.instant();
    Park park = new Park(away.plus(MINUTE), WaitReason.GRAPH_AWAY, "no connection");
    ledger
        .deliveries()
        .settle(claimed, new ClaimResult(List.of(), List.of(), null, List.of(), park));
    assertThat(ledger.progress().graph())
        .isEqualTo(new GraphReach(GraphState.AWAY, away, away.plus(MINUTE)));
    clock.advance(MINUTE);
    assertThat(ledger.progress().graph()).isEqualTo(new GraphReach(GraphState.AWAY, away, null));
    deliver(Outcome.APPLIED);
    assertThat(ledger.progress().graph())
        .isEqualTo(new GraphReach(GraphState.REACHED, away.plus(MINUTE), null));
  }

  @Test
  void atFirstTheBudgetTellsHowLongAJobTakes() {
    budget(60);
    Job job = importUpdates("a", 90, ACCOUNT);
    assertThat(progress(job)).isEqualTo(seconds(null, 90));

    deliver(Outcome.APPLIED);
    assertThat(progress(job)).as("one request says nothing yet").isEqualTo(seconds(null, 89));
  }

  @Test
  void aRateBelowTheBudgetIsWhatItTakes() {
    budget(60);
    Job job = importUpdates("a", 30, ACCOUNT);
    for (int i = 0; i < 10; i++) {
      deliver(Outcome.APPLIED);
      clock.advance(Duration.ofSeconds(6));
      ledger.workers().seen(RUN, List.of());
    }
    assertThat(progress(job)).as("20 at ten a minute").isEqualTo(seconds(null, 120));
  }

  @Test
  void jobsOfATenantShareItsBudgetChangeForChange() {
    budget(60);
    Job large = importUpdates("large", 100, ACCOUNT);
    Job small = importUpdates("small", 10, ACCOUNT);
    Job other = importUpdates("other", 20, "fabrikam/app");
    assertThat(progress(small)).isEqualTo(seconds(null, 20));
    assertThat(progress(large)).isEqualTo(seconds(null, 110));
    assertThat(progress(other)).isEqualTo(seconds(null, 20));
  }

  @Test
  void whatWaitsForALaterTimeEndsThen() {
    budget(60);
    Instant later = clock.instant().plus(Duration.ofDays(1));
    Job job =
        importFile("a.jsonl", row(1, update("a", "x")), row(2, update("b", "y", null, later)));
    assertThat(progress(job)).isEqualTo(seconds(null, 86_400));
    deliver(Outcome.APPLIED);
    assertThat(progress(job)).isEqualTo(seconds(WaitReason.NOT_BEFORE, 86_400));
  }

  @Test
  void whereNobodyWorksOrAPersonHasToMendSomethingNobodyKnows() {
    Job job = importUpdates("a", 2, ACCOUNT);
    assertThat(progress(job)).isEqualTo(new JobProgress(null, null));

    budget(60);
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    Park park = new Park(clock.instant().plus(MINUTE), WaitReason.NO_CREDENTIAL, "expired");
    ledger.deliveries().settle(claimed, new ClaimResult(List.of(), List.of(), park, List.of()));
    assertThat(progress(job)).isEqualTo(new JobProgress(WaitReason.NO_CREDENTIAL, null));
  }

  @Test
  void aJobThatIsPausedHoldsUpNoOtherAndHasNoEnd() {
    budget(60);
    Job paused = importUpdates("a", 10, ACCOUNT);
    Job other = importUpdates("b", 20, ACCOUNT);
    assertThat(progress(other)).isEqualTo(seconds(null, 30));
    assertThat(ledger.jobControl().pause(paused, "for now")).isTrue();

    assertThat(progress(paused)).isEqualTo(new JobProgress(WaitReason.PAUSED, null));
    assertThat(progress(other)).isEqualTo(seconds(null, 20));
  }

  @Test
  void aPauseOfGraphComesOnTop() {
    budget(60);
    Job job = importUpdates("a", 11, ACCOUNT);
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    Park park = new Park(clock.instant().plusSeconds(300), WaitReason.THROTTLED, "throttled");
    ledger
        .deliveries()
        .settle(claimed, new ClaimResult(Plans.answers(claimed, 429), List.of(), park, List.of()));
    assertThat(progress(job)).isEqualTo(seconds(WaitReason.THROTTLED, 311));
  }

  @Test
  void openDeadLettersAreCounted() {
    send(update("a", "x"), update("b", "y"));
    deliver(Outcome.FAILED);
    deliver(Outcome.APPLIED);
    assertThat(ledger.progress().openDeadLetters()).isEqualTo(1);
  }
}
