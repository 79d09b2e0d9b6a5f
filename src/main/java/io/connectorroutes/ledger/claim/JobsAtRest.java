package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.table.PermissionNeeds;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether nothing of some jobs can go on in one account, where something rests. Told by the states
 * of changes: a row that has its outcome may wait once more, as a replay. Each question is answered
 * by one index.
 */
final class JobsAtRest {
  private static final String ANY = "SELECT 1 FROM change c WHERE ";

  /** Of a job and an account: it is to be enqueued at once. */
  private static final String IS_RECORDED =
      "c.job_id = ? AND COALESCE(c.account_id, 0) = ? AND c.state = 'recorded'"
          + " AND c.due_at IS NULL LIMIT 1";

  /** Of a job and an account: its first one has no outcome yet. */
  private static final String IS_DUPLICATE =
      "c.job_id = ? AND c.account_id = ? AND c.outcome IS NULL AND c.state = 'duplicate' LIMIT 1";

  /** Of an account. */
  private static final String IS_SENDING = "c.account_id = ? AND c.state = 'sending'";

  /** Of an account and a job. Not asked by job, whose rows may be many. */
  private static final String OF_JOB = " AND c.job_id + 0 = ? LIMIT 1";

  private static final String IS_LATER =
      "c.account_id = ? AND c.state = 'recorded' AND c.due_at > 0 AND c.due_at IS NOT NULL";

  private static final String IS_PAUSED = "c.account_id = ? AND c.state = 'paused'";

  private final Sql sql;
  private final long account;
  private final String needsWhatGoesOn;

  /** Of that account, as it is in that transaction. */
  JobsAtRest(Sql sql, long account, PermissionRests rests, Instant now) {
    this.sql = sql;
    this.account = account;
    // A list must not be empty; nothing needs no permission.
    this.needsWhatGoesOn =
        PermissionNeeds.OF_CHANGE
            + Stream.of(Stream.of(0), rests.free().stream(), rests.toBeTried(now).stream())
                .flatMap(needs -> needs)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", " IN (", ")"));
  }

  /** Whether all of them are. */
  boolean areAll(List<Job> jobs) throws SQLException {
    for (Job job : jobs) {
      if (isToBeEnqueued(job.id())) {
        return false;
      }
    }
    if (!isAnySent()) {
      return true;
    }
    // What blocks a change may be of another job.
    for (Job job : jobs) {
      if (isAnySentOrBlocked(job.id())) {
        return false;
      }
    }
    return true;
  }

  /** Or is resumed just now. */
  private boolean isToBeEnqueued(long job) throws SQLException {
    return sql.exists(ANY + IS_RECORDED, job, account)
        || sql.exists(ANY + IS_LATER + OF_JOB, account, job)
        || sql.exists(ANY + IS_PAUSED + OF_JOB, account, job);
  }

  /** Of whatever job. */
  private boolean isAnySent() throws SQLException {
    return sql.exists(ANY + IS_SENDING + " LIMIT 1", account)
        || sql.exists(
            ANY + "c.account_id = ? AND c.state = 'waiting' AND " + needsWhatGoesOn + " LIMIT 1",
            account);
  }

  private boolean isAnySentOrBlocked(long job) throws SQLException {
    return sql.exists(ANY + IS_SENDING + OF_JOB, account, job)
        || sql.exists(
            ANY
                + "c.account_id = ? AND c.job_id = ? AND c.state IN ('waiting', 'blocked')"
                + " AND (c.state || '' = 'blocked' OR "
                + needsWhatGoesOn
                + ") LIMIT 1",
            account,
            job)
        || sql.exists(ANY + IS_DUPLICATE, job, account);
  }
}
