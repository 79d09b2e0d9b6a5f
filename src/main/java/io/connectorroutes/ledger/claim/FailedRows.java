package io.connectorroutes.ledger.claim;

import io.connectorroutes.ledger.table.ChangeRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows of files that fail in one transaction: they are counted once, at its end. */
final class FailedRows {
  private final Map<Long, Long> byJob = new TreeMap<>();
  private final List<Long> repeated = new ArrayList<>();

  /**
   * One more.
   *
   * @param hasDuplicates whether others have the outcome of this one
   */
  void add(ChangeRow change, boolean hasDuplicates) {
    if (!change.isMessage()) {
      byJob.merge(change.jobId(), 1L, Long::sum);
    }
    if (hasDuplicates) {
      repeated.add(change.seq());
    }
  }

  boolean isNone() {
    return byJob.isEmpty() && repeated.isEmpty();
  }

  /** How many there are of each job, duplicates aside. */
  Map<Long, Long> byJob() {
    return new TreeMap<>(byJob);
  }

  /** Those that have duplicates. */
  List<Long> repeated() {
    return repeated;
  }
}
