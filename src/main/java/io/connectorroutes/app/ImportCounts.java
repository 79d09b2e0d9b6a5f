package io.connectorroutes.app;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.text.ShownTime;
import io.connectorroutes.text.WaitingChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Shows from time to time how far the jobs of an import are. */
final class ImportCounts {
  private static final List<Outcome> BAD =
      List.of(Outcome.REJECTED, Outcome.FAILED, Outcome.UNKNOWN);

  private final Ledger ledger;
  private final Reports reports;
  private final ImportProgress progress;
  private final RequestBudget budget;
  private final LongSupplier nanos;
  private final SettleRate rate;
  private long done;
  private long since;

  /** Null before the first one. */
  private ImportState last;

  /**
   * Counts nothing yet.
   *
   * @param budget of each tenant: it is used in bursts, which are not how fast it goes on
   */
  ImportCounts(Ledger ledger, RequestBudget budget, ImportProgress progress, LongSupplier nanos) {
    this.ledger = ledger;
    this.reports = ledger.reports();
    this.budget = budget;
    this.progress = progress;
    this.nanos = nanos;
    this.rate = new SettleRate(nanos);
    this.since = nanos.getAsLong();
  }

  /** Shows these counts. */
  void count(List<JobSummary> summaries) {
    long rows = summaries.stream().mapToLong(summary -> summary.job().rows()).sum();
    long open = summaries.stream().mapToLong(JobSummary::open).sum();
    if (rows - open != done) {
      done = rows - open;
      since = nanos.getAsLong();
    }
    rate.add(done);
    List<Job> jobs = summaries.stream().map(JobSummary::job).toList();
    ImportJobs now = ImportJobs.of(ledger);
    Set<String> accounts = now.left(jobs).keySet();
    TenantSummary waiting = waiting(accounts);
    show(
        new ImportState(
            summaries.size() == 1 ? summaries.get(0).job().name() : summaries.size() + " files",
            false,
            rows,
            done,
            summaries.stream().mapToLong(ImportCounts::bad).sum(),
            Math.min(rate.perMinute(), allowed(accounts.size())),
            // What status says.
            now.timeLeft(jobs),
            reason(now.replays(jobs), waiting)));
  }

  private void show(ImportState state) {
    last = state;
    progress.show(state);
  }

  /** Shows the last counts, and that the ledger is waited for; nothing is lost meanwhile. */
  void waitForLedger(String problem) {
    if (last != null) {
      progress.show(last.waiting("waits for the ledger: " + problem));
    }
  }

  /** Rows a minute that the budget of so many tenants allows. */
  private long allowed(int tenants) {
    return budget.isLimited()
        ? (long) tenants
            * budget.requests()
            * Duration.ofMinutes(1).toMillis()
            / budget.window().toMillis()
        : Long.MAX_VALUE;
  }

  /** Whether nothing was settled for so long. */
  boolean isStalledFor(Duration time) {
    return nanos.getAsLong() - since > time.toNanos();
  }

  /**
   * The first to go on where no tenant that has rows of these jobs sends any; null where one does.
   */
  private TenantSummary waiting(Set<String> accounts) {
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

  private String reason(long replays, TenantSummary waiting) {
    String reason = waiting == null ? null : reason(waiting);
    if (replays == 0) {
      return reason;
    }
    String wait = WaitingChanges.replays(replays);
    return reason == null ? wait : wait + ": " + reason;
  }

  private String reason(TenantSummary tenant) {
    Instant next = tenant.nextAt();
    return tenant.reason().words()
        + (next == null ? "" : ", next at " + ShownTime.of(next, ledger.clock().instant()));
  }

  /** Rows that were rejected, failed or are unknown. */
  static long bad(JobSummary summary) {
    return BAD.stream()
        .mapToLong(outcome -> summary.counts().getOrDefault(outcome.wireName(), 0L))
        .sum();
  }
}
