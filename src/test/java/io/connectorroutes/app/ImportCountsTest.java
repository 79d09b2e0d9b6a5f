package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Progress.JobProgress;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.testing.FakeLedger;
import io.connectorroutes.testing.SampleJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What an import says of the time that it takes. */
class ImportCountsTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00Z");

  private final FakeLedger ledger = new FakeLedger();
  private final List<ImportState> shown = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final RequestBudget budget = new RequestBudget(60, Duration.ofMinutes(1));
  private final ImportCounts counts = new ImportCounts(ledger, budget, shown::add, nanos::get);

  private ImportState afterOneOf(long rows, WaitReason reason, Instant next) {
    ledger.clock = Clock.fixed(T0, ZoneOffset.UTC);
    ledger.tenants.clear();
    ledger.tenants.add(
        new TenantSummary("a/1", null, rows, 0, 0, 0, reason, null, T0, next, null, T0, null));
    counts.count(List.of(summary(rows, rows)));
    counts.count(List.of(summary(rows, rows - 1)));
    return shown.get(shown.size() - 1);
  }

  private static JobSummary summary(long rows, long open) {
    Job job = SampleJob.named("a.csv").rows(rows).receivedAt(T0).job();
    return new JobSummary(job, Map.of("open", open, "applied", rows - open), 0, Map.of(), 0);
  }

  @Test
  void theTimeLeftIsWhatStatusSays() {
    Duration left = Duration.ofSeconds(347);
    ledger.progress.put(1L, new JobProgress(WaitReason.BUDGET, left));
    ImportState state = afterOneOf(10, WaitReason.BUDGET, T0);
    assertThat(state.reason()).isEqualTo(WaitReason.BUDGET.words() + ", next at 08:00:00Z");
    assertThat(state.left()).isEqualTo(left);
  }

  @Test
  void nobodyKnowsTheTimeLeftWhereTheLedgerDoesNot() {
    ledger.progress.put(1L, new JobProgress(WaitReason.REFUSED, null));
    ImportState state = afterOneOf(10, WaitReason.REFUSED, T0);
    assertThat(state.reason()).isEqualTo(WaitReason.REFUSED.words() + ", next at 08:00:00Z");
    assertThat(state.left()).isNull();
  }

  @Test
  void aTimeOfAnotherDayHasItsDate() {
    ImportState state = afterOneOf(10, WaitReason.NOT_BEFORE, T0.plus(Duration.ofDays(30)));
    assertThat(state.reason()).endsWith(", next at 2026-12-21T08:00:00Z");
  }

  @Test
  void aBurstIsNoMoreThanTheBudgetAllows() {
    counts.count(List.of(summary(1000, 1000)));
    nanos.addAndGet(Duration.ofSeconds(20).toNanos());
    ImportState state = afterOneOf(1000, null, null);
    assertThat(state.perMinute()).as("slower").isEqualTo(3);
    counts.count(List.of(summary(1000, 500)));
    assertThat(shown.get(shown.size() - 1).perMinute()).isEqualTo(60);
  }
}
