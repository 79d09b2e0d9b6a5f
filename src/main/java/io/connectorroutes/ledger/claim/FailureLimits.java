package io.connectorroutes.ledger.claim;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Dialect;
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
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses jobs of which too many rows are rejected, failed or unknown. They are counted in the job's
 * row: a large job is not counted again with each call.
 */
public final class FailureLimits {
  private static final Set<Outcome> FAILURES =
      Set.of(Outcome.REJECTED, Outcome.FAILED, Outcome.UNKNOWN);

  /** A limit above any number of rows. */
  private static final long NEVER_REACHED = Long.MAX_VALUE / 2;

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

  private final Dialect dialect;

  public FailureLimits(Dialect dialect) {
    this.dialect = dialect;
  }

  static boolean isFailure(Outcome outcome) {
    return FAILURES.contains(outcome);
  }

  /**
   * Has the failures of a job counted from now on, without a limit yet. What was settled without
   * being counted is committed by then: whoever settles has the job's row locked.
   *
   * @return a number by which {@link #set} knows that nobody has set a limit since
   */
  static long begin(Sql sql, long jobId) throws SQLException {
    long begun = ThreadLocalRandom.current().nextLong(NEVER_REACHED, Long.MAX_VALUE);
    sql.update("UPDATE job SET most_failures = ? WHERE id = ?", begun, jobId);
    return begun;
  }

  /**
   * How many rows of a job have failed that are not counted in its row. Needs no lock: one
   * statement sees one moment, and each row that fails from then on is counted when it does.
   */
  static long uncounted(Sql sql, long jobId) throws SQLException {
    return sql.number("SELECT (" + FAILURES_NOW + ") - failures AS n FROM job WHERE id = ?", jobId)
        .orElse(0L);
  }

  /**
   * Sets the limit of a job, whose rows are all recorded, unless somebody has set another one or
   * let the job go on since it was begun.
   *
   * @param begun by {@link #begin}
   * @param uncounted by {@link #uncounted}
   * @return whether the job is paused by that
   */
  static boolean set(Sql sql, long jobId, FailureLimit limit, long begun, long uncounted)
      throws SQLException {
    long rows = sql.number("SELECT row_count AS n FROM job WHERE id = ?", jobId).orElse(0L);
    return sql.update(
                """
                UPDATE job SET failure_limit = ?, most_failures = ?, failures = failures + ?
                WHERE id = ? AND most_failures = ?
                """,
                limit.text(),
                limit.most(rows),
                uncounted,
                jobId,
                begun)
            == 1
        && pauseAbove(sql, jobId);
  }

  /**
   * Counts rows that have failed now. Comes last of all that settling locks: another worker may
   * count failures of the same jobs.
   */
  void count(Sql sql, FailedRows failed) throws SQLException {
    if (failed.isNone()) {
      return;
    }
    Map<Long, Long> failures = failed.byJob();
    duplicatesOf(sql, failed.repeated())
        .forEach((job, count) -> failures.merge(job, count, Long::sum));
    for (long job : limited(sql, failures.keySet())) {
      sql.update("UPDATE job SET failures = failures + ? WHERE id = ?", failures.get(job), job);
      if (pauseAbove(sql, job)) {
        sql.onCommit(Signal.any());
      }
    }
  }

  /**
   * Those of these jobs whose failures are counted. All of them are locked, in one order: whoever
   * begins to count waits for what is not counted here.
   */
  private Collection<Long> limited(Sql sql, Collection<Long> jobs) throws SQLException {
    if (jobs.isEmpty()) {
      return Set.of();
    }
    Map<Long, Boolean> limited = new TreeMap<>();
    Object[] in = Sql.padded(jobs.toArray());
    sql.list(
        "SELECT j.id, j.most_failures FROM job j WHERE j.id IN "
            + Sql.in(in.length)
            + " ORDER BY j.id"
            + dialect.forUpdate(),
        row -> limited.put(row.number("id"), row.numberOrNull("most_failures") != null),
        in);
    limited.values().removeIf(isLimited -> !isLimited);
    return limited.keySet();
  }

  /** How many rows of files have the outcomes of these changes, by job. */
  private static Map<Long, Long> duplicatesOf(Sql sql, Collection<Long> seqs) throws SQLException {
    Map<Long, Long> counts = new TreeMap<>();
    if (!seqs.isEmpty()) {
      Object[] in = Sql.padded(seqs.toArray());
      sql.list(
          "SELECT job_id, COUNT(*) AS n FROM change WHERE problem_code IS NULL AND row_no > 0"
              + " AND seq <> duplicate_of AND duplicate_of IN "
              + Sql.in(in.length)
              + " GROUP BY job_id",
          row -> counts.put(row.number("job_id"), row.number("n")),
          in);
    }
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
