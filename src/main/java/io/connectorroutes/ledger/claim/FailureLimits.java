package io.connectorroutes.ledger.claim;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.FailureLimit;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.text.Counted;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Pauses jobs of which too many rows are rejected, failed or unknown. They are counted in the job's
 * row: a large job is not counted again with each call.
 */
final class FailureLimits {
  private static final Set<Outcome> FAILURES =
      Set.of(Outcome.REJECTED, Outcome.FAILED, Outcome.UNKNOWN);

  /** Where a row is rejected at intake, that is counted when the limit is set. */
  private static final String FAILURES_NOW =
      """
      SELECT COUNT(*) FROM change WHERE job_id = job.id
        AND (outcome IN ('rejected', 'failed', 'unknown')
          OR (outcome IS NULL AND problem_code IS NOT NULL))
      """;

  /** Else there is nothing to pause. */
  private static final String IS_ANY_LEFT =
      """
      (SELECT c.seq FROM change c
        WHERE c.job_id = job.id AND c.outcome IS NULL AND c.problem_code IS NULL LIMIT 1)
        IS NOT NULL
      """;

  private FailureLimits() {}

  static boolean isFailure(Outcome outcome) {
    return FAILURES.contains(outcome);
  }

  /**
   * Sets the limit of a job, whose rows are all recorded.
   *
   * @return whether the job is paused by that
   */
  static boolean set(Sql sql, long jobId, FailureLimit limit) throws SQLException {
    long rows = sql.number("SELECT row_count AS n FROM job WHERE id = ?", jobId).orElse(0L);
    sql.update(
        "UPDATE job SET failure_limit = ?, most_failures = ?, failures = ("
            + FAILURES_NOW
            + ") WHERE id = ?",
        limit.text(),
        limit.most(rows),
        jobId);
    return pauseAbove(sql, jobId);
  }

  /**
   * Counts rows that have failed now, by job.
   *
   * @param failures of jobs that have a limit
   */
  static void count(Sql sql, Map<Long, Long> failures) throws SQLException {
    // In the same order everywhere, so that nobody waits for each other.
    for (Map.Entry<Long, Long> one : new TreeMap<>(failures).entrySet()) {
      sql.update(
          "UPDATE job SET failures = failures + ? WHERE id = ?", one.getValue(), one.getKey());
      if (pauseAbove(sql, one.getKey())) {
        sql.onCommit(Signal.any());
      }
    }
  }

  /** How many rows of jobs with a limit have the outcomes of these changes, by job. */
  static Map<Long, Long> duplicatesOf(Sql sql, Collection<Long> seqs) throws SQLException {
    Map<Long, Long> counts = new TreeMap<>();
    sql.list(
            """
            SELECT job_id, COUNT(*) AS n FROM change
            WHERE problem_code IS NULL AND seq <> duplicate_of AND duplicate_of IN
            """
                + Sql.in(seqs.size())
                + """
                  AND (SELECT j.most_failures FROM job j WHERE j.id = job_id) IS NOT NULL
                GROUP BY job_id
                """,
            row -> Map.entry(row.number("job_id"), row.number("n")),
            seqs.toArray())
        .forEach(one -> counts.put(one.getKey(), one.getValue()));
    return counts;
  }

  private static boolean pauseAbove(Sql sql, long jobId) throws SQLException {
    String above =
        " FROM job WHERE id = ? AND failures > most_failures AND paused = 0"
            // What a cancelled job has still in delivery is finished.
            + " AND cancelled_to IS NULL";
    Optional<String> reason =
        sql.first(
            "SELECT failures, failure_limit" + above,
            row ->
                Counted.of(row.number("failures"), "row was", "rows were")
                    + " rejected, failed or unknown; --max-failures is "
                    + row.text("failure_limit"),
            jobId);
    return reason.isPresent()
        && sql.update(JdbcJobControl.PAUSE + " AND " + IS_ANY_LEFT, reason.get(), jobId) == 1;
  }
}
