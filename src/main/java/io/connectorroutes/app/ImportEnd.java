package io.connectorroutes.app;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.text.ShellArgument;
import io.connectorroutes.text.WaitingChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far the jobs of an import have come, by the ledger, when nothing of them is in flight any
 * more.
 *
 * @param replays how many wait, by job
 */
record ImportEnd(List<JobSummary> summaries, Map<String, Long> replays) {
  private static final Set<Job.State> DELIVERED = Set.of(Job.State.SETTLED, Job.State.COMPLETE);

  /** Looks into the ledger. */
  static ImportEnd of(Ledger ledger, List<String> jobs) {
    Reports reports = ledger.reports();
    List<JobSummary> summaries =
        jobs.stream().map(name -> reports.summary(reports.job(name).orElseThrow())).toList();
    ImportJobs now = ImportJobs.of(ledger);
    return new ImportEnd(
        summaries,
        summaries.stream()
            .map(JobSummary::job)
            .collect(Collectors.toMap(Job::name, job -> now.replays(List.of(job)))));
  }

  /** Whether each change has its outcome. */
  static boolean isDelivered(Job job) {
    return DELIVERED.contains(job.state());
  }

  /** Whether each change has its outcome, replays too, and the results are written. */
  boolean isComplete() {
    return summaries.stream().allMatch(summary -> summary.job().state() == Job.State.COMPLETE)
        && replays.values().stream().allMatch(waiting -> waiting == 0);
  }

  /** Whether results are all that is left. */
  boolean isDelivered() {
    return summaries.stream().allMatch(summary -> isDelivered(summary.job()));
  }

  /** Whether a row was rejected, failed or is unknown. */
  boolean hasBadRows() {
    return summaries.stream().anyMatch(summary -> ImportCounts.bad(summary) > 0);
  }

  /** How to go on with results that are not written, a line for each job. */
  List<String> unwritten() {
    List<String> lines = new ArrayList<>();
    for (JobSummary summary : summaries) {
      if (summary.open() == 0 && summary.job().state() != Job.State.COMPLETE) {
        lines.add(toGoOn(summary.job().name(), "its result files are still to be written"));
      }
    }
    return lines;
  }

  /** How to go on with changes that wait, a line for each job. */
  List<String> waiting() {
    List<String> lines = new ArrayList<>();
    for (JobSummary summary : summaries) {
      if (summary.open() > 0) {
        String changes = WaitingChanges.of(summary.open());
        lines.add(toGoOn(summary.job().name(), changes + " in the ledger, nothing is lost"));
      }
      long waiting = replays.get(summary.job().name());
      if (waiting > 0) {
        String said = WaitingChanges.replays(waiting);
        lines.add(toGoOn(summary.job().name(), said + " in the ledger, nothing is lost"));
      }
    }
    return lines;
  }

  /** What there is to say of a job, and how to go on with it. */
  static String toGoOn(String job, String what) {
    return job
        + ": "
        + what
        + ": to go on, import "
        + ShellArgument.option("--resume", job)
        + " or start run";
  }
}
