package io.connectorroutes.app.command;

import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Progress;
import io.connectorroutes.ledger.Progress.GraphReach;
import io.connectorroutes.ledger.Progress.JobProgress;
import io.connectorroutes.ledger.Reports.CertificateEnd;
import io.connectorroutes.ledger.Reports.FileReport;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.Workers.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What goes on in a ledger.
 *
 * @param now by the ledger's time
 * @param workers the first one first
 * @param limit a bound on the jobs, those that are not done aside
 * @param jobs the newest first
 * @param progress of those that are not done, by number
 * @param tenants the default one first, then by name
 * @param files that a person should know of, the newest first
 * @param deadLetters how many are open
 * @param certificates of API connectors that end soon, by tenant and of each the first ones
 */
record Overview(
    Instant now,
    List<Worker> workers,
    GraphReach graph,
    int limit,
    List<JobSummary> jobs,
    Map<Long, JobProgress> progress,
    List<TenantSummary> tenants,
    List<FileReport> files,
    long deadLetters,
    List<CertificateEnd> certificates) {
  /** More than a person reads; a bound on what is loaded of those that are done. */
  static final int JOBS = 1000;

  /** The same for what is counted anew every two seconds. */
  static final int WATCHED_JOBS = 100;

  /** Files with their reasons, a line each. */
  private static final int FILES = 20;

  /** Of each tenant. */
  static final int CERTIFICATES = 1000;

  private static final JobProgress NONE = new JobProgress(null, null);

  /**
   * As it is now.
   *
   * @param warn how long before its end a certificate is told of
   */
  static Overview of(Ledger ledger, int limit, Duration warn) {
    Progress progress = ledger.progress();
    Instant now = ledger.clock().instant();
    return new Overview(
        now,
        ledger.workers().list(),
        progress.graph(),
        limit,
        ledger.reports().jobs(limit),
        progress.jobs(),
        ledger.reports().tenants().stream()
            .sorted(
                Comparator.comparing(
                    TenantSummary::tenant, Comparator.nullsFirst(Comparator.naturalOrder())))
            .toList(),
        ledger.reports().files(FILES),
        progress.openDeadLetters(),
        ledger.reports().certificateEnds(now.plus(warn), CERTIFICATES));
  }

  /** Whether there may be older jobs that are done. */
  boolean hasOlderJobs() {
    return jobs.size() >= limit;
  }

  /** What is left of a job. */
  JobProgress progress(JobSummary job) {
    return progress(job, progress);
  }

  /**
   * What is left of a job: of one whose rows all have an outcome nothing, also where replays wait.
   *
   * @param all by number
   */
  static JobProgress progress(JobSummary job, Map<Long, JobProgress> all) {
    return job.open() == 0 ? NONE : all.getOrDefault(job.job().id(), NONE);
  }

  /** Changes that wait, but those that a person has paused. */
  long waitingForRun() {
    return tenants.stream().mapToLong(tenant -> tenant.waiting() - tenant.paused()).sum();
  }
}
