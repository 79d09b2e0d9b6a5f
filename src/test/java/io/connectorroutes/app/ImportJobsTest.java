package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Progress.JobProgress;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.testing.FakeLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left of the jobs of an import. */
class ImportJobsTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeLedger ledger = new FakeLedger();
  private final Job open = job(1, Job.State.OPEN);
  private final Job complete = job(2, Job.State.COMPLETE);

  private static Job job(long id, Job.State state) {
    String name = id + ".csv";
    return new Job(
        id, name, name, "/in/" + name, FileFormat.CSV, "aa", null, state, 9, T0, null, null);
  }

  /** The fake one tells them as waiting changes of tenants. */
  private void rowsWithoutAnOutcome(String account, long rows) {
    ledger.tenants.add(
        new TenantSummary(account, null, rows, 0, 0, 0, null, null, null, null, null, null, null));
  }

  private void waits(Job job, Map<String, Long> changes) {
    ledger.progress.put(job.id(), new JobProgress(null, MINUTE, changes));
  }

  @Test
  void aReplayIsLeftOfAJobThatHasOpenRowsInAnotherAccount() {
    rowsWithoutAnOutcome("a/1", 3);
    waits(open, Map.of("a/1", 3L, "b/1", 1L));
    ImportJobs now = ImportJobs.of(ledger);
    assertThat(now.left(List.of(open))).containsExactly(Map.entry("a/1", 3L), Map.entry("b/1", 1L));
    assertThat(now.replays(List.of(open))).as("rows and replays are told together").isZero();
  }

  @Test
  void replaysAreAddedToTheRowsOfOtherJobs() {
    rowsWithoutAnOutcome("a/1", 5);
    waits(open, Map.of("a/1", 3L));
    waits(complete, Map.of("a/1", 2L));
    ImportJobs now = ImportJobs.of(ledger);
    assertThat(now.left(List.of(open, complete)))
        .as("two of the rows repeat others")
        .containsExactly(Map.entry("a/1", 7L));
    assertThat(now.replays(List.of(open, complete))).isEqualTo(2);
  }

  @Test
  void theTimeLeftIsThatOfTheLastJob() {
    assertThat(ImportJobs.of(ledger).timeLeft(List.of(open, complete))).isNull();
    waits(open, Map.of());
    assertThat(ImportJobs.of(ledger).timeLeft(List.of(open, complete))).isEqualTo(MINUTE);
    ledger.progress.put(2L, new JobProgress(null, Duration.ofHours(1)));
    assertThat(ImportJobs.of(ledger).timeLeft(List.of(open, complete)))
        .isEqualTo(Duration.ofHours(1));
    ledger.progress.put(2L, new JobProgress(null, null));
    assertThat(ImportJobs.of(ledger).timeLeft(List.of(open, complete))).isNull();
  }
}
