package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs of which too many rows fail are paused by the ledger, whoever delivers them. */
@OnBothDatabases
class FailureLimitsTest extends LedgerSuite {
  private static FailureLimit number(long number) {
    return new FailureLimit(String.valueOf(number), number, false);
  }

  private static ReceivedRow[] updates(int rows) {
    return IntStream.rangeClosed(1, rows)
        .mapToObj(i -> row(i, update("c-" + i, "target-" + i)))
        .toArray(ReceivedRow[]::new);
  }

  private Job limited(FailureLimit limit, ReceivedRow... rows) {
    Job job = ledger.recorder().openFile(Samples.file("a.jsonl"), false);
    ledger.recorder().record(job, List.of(rows));
    ledger.jobControl().limitFailures(job, limit);
    return ledger.recorder().finish(job);
  }

  private Job job(String name) {
    return ledger.reports().job(name).orElseThrow();
  }

  private void deliverTogether(Outcome outcome) {
    Claimed<List<String>> claimed = claimAll().orElseThrow();
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, outcome))).isTrue();
  }

  @Test
  void theCallThatGoesBeyondItIsTheLastOne() {
    Job job = limited(number(5), updates(30));
    IntStream.range(0, 5).forEach(i -> deliver(Outcome.FAILED));
    deliver(Outcome.APPLIED);
    assertThat(job("a.jsonl")).as("not more").returns(Job.State.OPEN, Job::state);

    deliverTogether(Outcome.UNKNOWN);

    assertThat(job("a.jsonl"))
        .returns(Job.State.PAUSED, Job::state)
        .returns("25 rows were rejected, failed or unknown; --max-failures is 5", Job::reason);
    assertThat(claimAll()).isEmpty();
    assertThat(state("c-30")).as("without a claim of it").isEqualTo("paused");

    ledger.jobControl().resume(job);
    deliver(Outcome.FAILED);
    assertThat(job("a.jsonl")).as("a person let it go on").returns(Job.State.OPEN, Job::state);
  }

  @Test
  void nothingIsSentWhereTooManyRowsAreRejectedAtOnce() {
    limited(
        number(1), rejected(1, "r-1", null), row(2, update("c-2", "x")), rejected(3, "r-3", null));
    assertThat(claimAll()).isEmpty();
    assertThat(job("a.jsonl"))
        .returns(Job.State.PAUSED, Job::state)
        .returns("2 rows were rejected, failed or unknown; --max-failures is 1", Job::reason);
  }

  @Test
  void rowsThatAreRejectedAtOnceAreCountedOnce() {
    limited(
        number(3),
        rejected(1, "r-1", null),
        row(2, update("c-2", "x")),
        rejected(3, "r-3", null),
        row(4, update("c-4", "y")),
        row(5, update("c-5", "z")));
    deliver(Outcome.FAILED);
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.OPEN);
    deliver(Outcome.FAILED);
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.PAUSED);
  }

  @Test
  void aPartIsOfAllRows() {
    limited(new FailureLimit("40%", 40, true), updates(6));
    deliver(Outcome.FAILED);
    deliver(Outcome.FAILED);
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.OPEN);
    deliver(Outcome.FAILED);
    assertThat(job("a.jsonl").reason()).endsWith("--max-failures is 40%");
  }

  @Test
  void aJobThatGoesOnIsPausedForWhatHasFailedBefore() {
    Job job = importFile("a.jsonl", updates(3));
    deliver(Outcome.FAILED);
    deliver(Outcome.FAILED);
    ledger.jobControl().limitFailures(job, number(2));
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.OPEN);
    ledger.jobControl().limitFailures(job, number(1));
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.PAUSED);
    assertThat(claimAll()).isEmpty();
  }

  @Test
  void aRowThatRepeatsOneOfAnotherFileFailsWithIt() {
    importFile("first.jsonl", row(1, update("c-1", "x")));
    limited(number(0), row(1, update("c-1", "x")), row(2, update("c-2", "y")));
    deliver(Outcome.FAILED);
    assertThat(job("a.jsonl"))
        .returns(Job.State.PAUSED, Job::state)
        .returns("1 row was rejected, failed or unknown; --max-failures is 0", Job::reason);
  }

  /** A large job is not counted while nobody else can write. */
  @Test
  void othersSettleWhileALimitIsSet() throws SQLException {
    Job job = importFile("a.jsonl", updates(4));
    deliver(Outcome.FAILED);
    try (Ledger other = open()) {
      Claimed<List<String>> claimed =
          other.deliveries().claim("run:2", 20, Plans.first("PATCH")).orElseThrow();
      before(
          "outcome IN ('rejected', 'failed', 'unknown')",
          () -> other.deliveries().settle(claimed, Plans.result(claimed, Outcome.FAILED)),
          () -> ledger.jobControl().limitFailures(job, number(1)));
    }
    assertThat(job("a.jsonl").reason())
        .isEqualTo("2 rows were rejected, failed or unknown; --max-failures is 1");
  }

  /** What is in delivery is finished. */
  @Test
  void aJobThatIsCancelledIsNotPaused() {
    Job job =
        limited(
            number(1),
            rejected(1, "r-1", null),
            row(2, update("c-2", "x")),
            row(3, update("c-3", "y")));
    assertThat(claimAll()).isPresent();
    ledger.jobControl().cancel(job);
    ledger.jobControl().limitFailures(job, number(0));
    assertThat(job("a.jsonl").state()).isNotEqualTo(Job.State.PAUSED);
  }

  @Test
  void aJobWithoutAnythingLeftIsNotPaused() {
    limited(number(0), updates(2));
    deliverTogether(Outcome.FAILED);
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.OPEN);
    assertThat(ledger.outbox().settledJob()).map(Job::name).contains("a.jsonl");
  }
}
