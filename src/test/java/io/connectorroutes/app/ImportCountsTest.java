package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.testing.FakeLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an import says of the time that it takes. */
class ImportCountsTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00Z");

  private final FakeLedger ledger = new FakeLedger();
  private final List<ImportState> shown = new ArrayList<>();
  private final ImportCounts counts = new ImportCounts(ledger, shown::add);

  private ImportState afterOneOf(long rows, WaitReason reason) {
    ledger.tenants.clear();
    ledger.tenants.add(
        new TenantSummary("a/1", null, rows, 0, 0, 0, reason, null, T0, T0, null, T0, null));
    counts.count(List.of(summary(rows, rows)));
    counts.count(List.of(summary(rows, rows - 1)));
    return shown.get(shown.size() - 1);
  }

  private static JobSummary summary(long rows, long open) {
    Job job =
        new Job(
            1,
            "a.csv",
            "a.csv",
            "/in/a.csv",
            FileFormat.CSV,
            "aa",
            null,
            Job.State.OPEN,
            (int) rows,
            T0,
            null,
            null);
    return new JobSummary(job, Map.of("open", open, "applied", rows - open), 0, Map.of(), 0);
  }

  @Test
  void theTimeLeftIsToldWhereTheWaitEndsByItself() {
    ImportState state = afterOneOf(10, WaitReason.BUDGET);
    assertThat(state.reason()).isEqualTo(WaitReason.BUDGET.words() + ", next at 08:00:00Z");
    assertThat(state.left()).isNotNull();
  }

  @Test
  void nobodyKnowsTheTimeLeftWhereAPersonIsNeeded() {
    ImportState state = afterOneOf(10, WaitReason.REFUSED);
    assertThat(state.reason()).isEqualTo(WaitReason.REFUSED.words() + ", next at 08:00:00Z");
    assertThat(state.left()).isNull();
  }
}
