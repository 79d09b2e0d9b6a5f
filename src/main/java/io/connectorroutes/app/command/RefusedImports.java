package io.connectorroutes.app.command;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports.FileReport;
import io.connectorroutes.ledger.Reports.FileState;
import io.connectorroutes.ledger.Reports.JobSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Files that {@code import} refused, and that were not imported since then. */
final class RefusedImports {
  /** Files of the inbox are in {@code refused/}; of these nobody knows when they are given up. */
  private static final Duration SHOWN = Duration.ofDays(7);

  private static final int MOST = 20;

  private RefusedImports() {}

  /** Their jobs, of each name the newest one; files of the inbox are told of by themselves. */
  static List<Job> of(Overview overview) {
    Instant since = overview.now().minus(SHOWN);
    Set<String> seen =
        overview.files().stream()
            .filter(file -> file.state() == FileState.REFUSED)
            .map(FileReport::name)
            .collect(Collectors.toCollection(HashSet::new));
    return overview.jobs().stream()
        .map(JobSummary::job)
        .filter(job -> job.fileName() != null && seen.add(job.fileName()))
        .filter(job -> job.state() == Job.State.REFUSED && job.receivedAt().isAfter(since))
        .limit(MOST)
        .toList();
  }
}
