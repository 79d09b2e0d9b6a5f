package io.connectorroutes.app;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Ledger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is still to be done for the jobs of an import, by the ledger. */
final class ImportJobs {
  private ImportJobs() {}

  /** How many replays of jobs wait or are being sent whose rows all have their outcome. */
  static long replays(Ledger ledger, Collection<Job> jobs) {
    return waitingReplays(ledger, jobs).values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many changes are left, by account: rows without an outcome, and replays. */
  static Map<String, Long> left(Ledger ledger, List<Job> jobs) {
    Map<String, Long> left = new TreeMap<>(ledger.reports().openByAccount(jobs));
    waitingReplays(ledger, jobs).forEach((account, n) -> left.merge(account, n, Long::sum));
    return left;
  }

  private static Map<String, Long> waitingReplays(Ledger ledger, Collection<Job> jobs) {
    return ledger.progress().waiting(jobs.stream().filter(ImportEnd::isDelivered).toList());
  }
}
