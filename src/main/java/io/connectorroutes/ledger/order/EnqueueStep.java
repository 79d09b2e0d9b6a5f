package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The next changes of a job that are let into lines. Its accounts take turns, and each lets in as
 * much at once as a {@code $batch} holds: a row at a time, in the order of the file, every account
 * would be claimed for its first change alone while the rest is still on its way. Within an account
 * the order stays the order of acceptance.
 *
 * @param changes those of one account together
 * @param lastAccount whose turn was the last one; where the next round begins
 * @param isLast whether the job has no more
 */
record EnqueueStep(List<ChangeRow> changes, long lastAccount, boolean isLast) {
  /** What Graph takes in one {@code $batch}: learn.microsoft.com/graph/json-batching. */
  private static final int SHARE = 20;

  /** Before the number of any account, and before 0, which stands for a row that has none. */
  private static final long BEFORE_ALL = -1;

  /** Each account once, found by a jump in the index and not by reading its rows. */
  private static final String ACCOUNTS =
      """
      WITH RECURSIVE waiting (account) AS (
        SELECT (
          SELECT COALESCE(account_id, 0) FROM change
          WHERE job_id = ? AND state = 'recorded' AND COALESCE(account_id, 0) > ?
          ORDER BY COALESCE(account_id, 0) LIMIT 1)
        UNION ALL
        SELECT (
          SELECT COALESCE(c.account_id, 0) FROM change c
          WHERE c.job_id = ? AND c.state = 'recorded' AND COALESCE(c.account_id, 0) > w.account
          ORDER BY COALESCE(c.account_id, 0) LIMIT 1)
        FROM waiting w WHERE w.account IS NOT NULL)
      SELECT account FROM waiting WHERE account IS NOT NULL LIMIT ?
      """;

  private static final String CHANGES =
      """
      SELECT c.* FROM change c
      WHERE c.job_id = ? AND c.state = 'recorded' AND COALESCE(c.account_id, 0) = ?
      ORDER BY c.seq LIMIT ?
      """;

  /**
   * The round after the turn of that account; null where none was yet.
   *
   * @param room how many changes at most
   */
  static EnqueueStep after(Sql sql, long jobId, Long lastAccount, int room) throws SQLException {
    if (lastAccount == null) {
      return from(sql, jobId, BEFORE_ALL, room);
    }
    EnqueueStep rest = from(sql, jobId, lastAccount, room);
    return rest.changes.isEmpty() ? from(sql, jobId, BEFORE_ALL, room) : rest;
  }

  private static EnqueueStep from(Sql sql, long jobId, long after, int room) throws SQLException {
    int turns = Math.max(1, room / SHARE);
    List<Long> accounts =
        sql.list(ACCOUNTS, row -> row.number("account"), jobId, after, jobId, turns);
    List<ChangeRow> changes = new ArrayList<>();
    boolean isAll = after == BEFORE_ALL && accounts.size() < turns;
    long last = after;
    for (long account : accounts) {
      int share = Math.min(room - changes.size(), Math.max(SHARE, room / accounts.size()));
      List<ChangeRow> ofAccount = sql.list(CHANGES, ChangeRow::of, jobId, account, share);
      changes.addAll(ofAccount);
      isAll &= ofAccount.size() < share;
      last = account;
    }
    return new EnqueueStep(changes, last, isAll);
  }
}
