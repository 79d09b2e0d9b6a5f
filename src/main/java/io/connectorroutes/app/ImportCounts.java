package io.connectorroutes.app;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.WaitReason;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Shows from time to time how far the jobs of an import are. */
final class ImportCounts {
  private static final List<Outcome> BAD =
      List.of(Outcome.REJECTED, Outcome.FAILED, Outcome.UNKNOWN);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final Reports reports;
  private final ImportProgress progress;
  private final SettleRate rate = new SettleRate(System::nanoTime);
  private long done;
  private long since = System.nanoTime();

  ImportCounts(Reports reports, ImportProgress progress) {
    this.reports = reports;
    this.progress = progress;
  }

  /** Shows these counts. */
  void count(List<JobSummary> summaries) {
    long rows = summaries.stream().mapToLong(summary -> summary.job().rows()).sum();
    long open = summaries.stream().mapToLong(JobSummary::open).sum();
    if (rows - open != done) {
      done = rows - open;
      since = System.nanoTime();
    }
    rate.add(done);
    TenantSummary waiting = waiting(summaries.stream().map(JobSummary::job).toList());
    boolean needsPerson = waiting != null && waiting.reason().needsPerson();
    progress.show(
        new ImportState(
            summaries.size() == 1 ? summaries.get(0).job().name() : summaries.size() + " files",
            false,
            rows,
            done,
            summaries.stream().mapToLong(ImportCounts::bad).sum(),
            rate.perMinute(),
            needsPerson ? null : rate.left(open).orElse(null),
            waiting == null ? null : reason(waiting)));
  }

  /** Whether nothing was settled for so long. */
  boolean isStalledFor(Duration time) {
    return System.nanoTime() - since > time.toNanos();
  }

  /**
   * The first to go on where no tenant that has rows of these jobs sends any; null where one does.
   */
  private TenantSummary waiting(List<Job> jobs) {
    Set<String> accounts = reports.openByAccount(jobs).keySet();
    List<TenantSummary> tenants =
        reports.tenants().stream().filter(tenant -> accounts.contains(tenant.account())).toList();
    boolean goesOn =
        tenants.stream()
            .anyMatch(tenant -> tenant.reason() == null || tenant.reason() == WaitReason.LEASED);
    return goesOn
        ? null
        : tenants.stream()
            .min(
                Comparator.comparing(
                    TenantSummary::nextAt, Comparator.nullsLast(Comparator.naturalOrder())))
            .orElse(null);
  }

  private static String reason(TenantSummary tenant) {
    return tenant.reason().words()
        + (tenant.nextAt() == null ? "" : ", next at " + TIME.format(tenant.nextAt()));
  }

  /** Rows that were rejected, failed or are unknown. */
  static long bad(JobSummary summary) {
    return BAD.stream()
        .mapToLong(outcome -> summary.counts().getOrDefault(outcome.wireName(), 0L))
        .sum();
  }
}
