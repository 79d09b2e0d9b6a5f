package io.connectorroutes.app;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Progress.JobProgress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is still to be done for the jobs of an import, by the ledger, at one moment. */
final class ImportJobs {
  private static final JobProgress DONE = new JobProgress(null, Duration.ZERO);

  private final Ledger ledger;
  private final Map<Long, JobProgress> progress;

  private ImportJobs(Ledger ledger) {
    this.ledger = ledger;
    this.progress = ledger.progress().jobs();
  }

  /** Of now; jobs are read before that: a row that is settled meanwhile would be a replay else. */
  static ImportJobs of(Ledger ledger) {
    return new ImportJobs(ledger);
  }

  /** How many replays of jobs wait or are being sent whose rows all have their outcome. */
  long replays(Collection<Job> jobs) {
    return waiting(jobs.stream().filter(ImportEnd::isDelivered)).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** How many changes are left, by account: rows without an outcome, and replays. */
  Map<String, Long> left(List<Job> jobs) {
    Map<String, Long> left = new TreeMap<>(ledger.reports().openByAccount(jobs));
    // While rows are open replays may wait as well; a row that repeats another one does not wait.
    waiting(jobs.stream().filter(job -> !ImportEnd.isDelivered(job)))
        .forEach((account, n) -> left.merge(account, n, Math::max));
    waiting(jobs.stream().filter(ImportEnd::isDelivered))
        .forEach((account, n) -> left.merge(account, n, Long::sum));
    return left;
  }

  private Map<String, Long> waiting(Stream<Job> jobs) {
    return jobs.flatMap(job -> progress(job).waiting().entrySet().stream())
        .collect(
            Collectors.groupingBy(Map.Entry::getKey, Collectors.summingLong(Map.Entry::getValue)));
  }

  /** Until the last of them is done, about; null where that cannot be told of each. */
  Duration timeLeft(Collection<Job> jobs) {
    Duration longest = null;
    for (Job job : jobs) {
      Duration one = progress(job).left();
      if (one == null) {
        return null;
      }
      if (progress.containsKey(job.id()) && (longest == null || one.compareTo(longest) > 0)) {
        longest = one;
      }
    }
    return longest;
  }

  private JobProgress progress(Job job) {
    return progress.getOrDefault(job.id(), DONE);
  }
}
