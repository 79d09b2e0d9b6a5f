package io.connectorroutes.ledger.enqueue;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What of a job is enqueued next: rows of one account, in order of acceptance. Accounts come one
 * after the other. Of an account with many rows the keys of all are held first, and then they
 * become due: so a row may move behind a later one of the same file.
 *
 * @param account theirs, or {@link #NO_ACCOUNT}
 * @param changes may be empty
 * @param isHeld whether their keys are held already
 * @param isDue whether they become due, or blocked
 */
record EnqueueStep(long account, List<Held> changes, boolean isHeld, boolean isDue) {
  /**
   * A row.
   *
   * @param place number of the place where its keys are held; null where they are not
   */
  record Held(ChangeRow change, Long place) {}

  private record Progress(long lastSeq, boolean isHeld) {}

  /** Stands for the account of rows that have none. */
  static final long NO_ACCOUNT = 0;

  /** Before the number of any account. */
  private static final long BEFORE_ALL = -1;

  private static final String RECORDED =
      """
       FROM change c WHERE c.job_id = ? AND c.state = 'recorded' AND c.due_at IS NULL
         AND COALESCE(c.account_id, 0)
      """;

  /**
   * The next step.
   *
   * @param lastAccount which account was the last one; null where none was yet
   * @param room how many rows at most
   * @return empty where the job has no more
   */
  static Optional<EnqueueStep> next(Sql sql, long jobId, Long lastAccount, int room)
      throws SQLException {
    Optional<Long> account =
        accountAfter(sql, jobId, lastAccount == null ? BEFORE_ALL : lastAccount);
    if (account.isEmpty() && lastAccount != null) {
      account = accountAfter(sql, jobId, BEFORE_ALL);
    }
    return account.isEmpty() ? Optional.empty() : Optional.of(of(sql, jobId, account.get(), room));
  }

  /** Forgets how far a job had come: some of it may have been withdrawn. */
  static void done(Sql sql, long jobId) throws SQLException {
    sql.update("DELETE FROM enqueuing WHERE job_id = ?", jobId);
  }

  private static Optional<Long> accountAfter(Sql sql, long jobId, long account)
      throws SQLException {
    return sql.first(
        "SELECT COALESCE(c.account_id, 0) AS account"
            + RECORDED
            + "> ? ORDER BY COALESCE(c.account_id, 0) LIMIT 1",
        row -> row.number("account"),
        jobId,
        account);
  }

  private static EnqueueStep of(Sql sql, long jobId, long account, int room) throws SQLException {
    Optional<Progress> progress =
        sql.first(
            "SELECT last_seq, held FROM enqueuing WHERE job_id = ? AND account_id = ?",
            row -> new Progress(row.number("last_seq"), row.count("held") == 1),
            jobId,
            account);
    if (progress.isPresent() && progress.get().isHeld) {
      List<Held> held = held(sql, jobId, account, room);
      if (held.size() < room) {
        sql.update("DELETE FROM enqueuing WHERE job_id = ? AND account_id = ?", jobId, account);
      }
      return new EnqueueStep(account, held, true, true);
    }
    long lastSeq = progress.map(Progress::lastSeq).orElse(0L);
    List<Held> rows =
        sql.list(
            "SELECT c.*" + RECORDED + "= ? AND c.seq > ? ORDER BY c.seq LIMIT ?",
            row -> new Held(ChangeRow.of(row), null),
            jobId,
            account,
            lastSeq,
            room);
    boolean isAll = rows.size() < room;
    if (account == NO_ACCOUNT || (isAll && progress.isEmpty())) {
      return new EnqueueStep(account, rows, false, true);
    }
    sql.update(
        """
        INSERT INTO enqueuing (job_id, account_id, last_seq, held) VALUES (?, ?, ?, ?)
        ON CONFLICT (job_id, account_id) DO UPDATE SET last_seq = excluded.last_seq,
          held = excluded.held
        """,
        jobId,
        account,
        rows.isEmpty() ? lastSeq : rows.get(rows.size() - 1).change.seq(),
        isAll ? 1 : 0);
    return new EnqueueStep(account, rows, false, false);
  }

  private static List<Held> held(Sql sql, long jobId, long account, int room) throws SQLException {
    String place = "(SELECT h.place FROM hold h WHERE h.seq = c.seq LIMIT 1)";
    return sql.list(
        "SELECT c.*, "
            + place
            + " AS held_at"
            + RECORDED
            + "= ? AND "
            + place
            + " IS NOT NULL ORDER BY c.seq LIMIT ?",
        row -> new Held(ChangeRow.of(row), row.number("held_at")),
        jobId,
        account,
        room);
  }
}
