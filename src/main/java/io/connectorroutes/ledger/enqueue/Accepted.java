package io.connectorroutes.ledger.enqueue;

import io.connectorroutes.database.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows of table {@code accepted}: what is still to be enqueued, in order of acceptance. */
final class Accepted {
  /** Whether there is any, as a condition. */
  static final String IS_ANY = "EXISTS (SELECT 1 FROM accepted LIMIT 1)";

  /**
   * One of them: a whole job, or one change.
   *
   * @param jobId null of a change
   * @param seq null of a job
   * @param lastAccount of a job, whose rows were enqueued last; null where none were yet
   */
  record Entry(long id, Long jobId, Long seq, Long lastAccount) {
    boolean isJob() {
      return seq == null;
    }
  }

  private Accepted() {}

  static boolean isAny(Sql sql) throws SQLException {
    return sql.exists("SELECT 1 WHERE " + IS_ANY);
  }

  /** Changes come behind all others. */
  static void add(Sql sql, List<Long> seqs) throws SQLException {
    sql.updateEach(
        "INSERT INTO accepted (seq) VALUES (?)",
        seqs.stream().map(seq -> new Object[] {seq}).toList());
  }

  /** All recorded changes of a job come behind all others. */
  static void addJob(Sql sql, long jobId) throws SQLException {
    sql.update("INSERT INTO accepted (job_id) VALUES (?)", jobId);
  }

  /** A job, or as many single changes as come before the next job. */
  static List<Entry> next(Sql sql, int room) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry :
        sql.list(
            "SELECT id, job_id, seq, last_account FROM accepted ORDER BY id LIMIT ?",
            row ->
                new Entry(
                    row.number("id"),
                    row.numberOrNull("job_id"),
                    row.numberOrNull("seq"),
                    row.numberOrNull("last_account")),
            room)) {
      if (entry.isJob()) {
        return entries.isEmpty() ? List.of(entry) : entries;
      }
      entries.add(entry);
    }
    return entries;
  }

  /** Single changes up to that one are enqueued. */
  static void deleteUpTo(Sql sql, Entry last) throws SQLException {
    sql.update("DELETE FROM accepted WHERE id <= ? AND job_id IS NULL", last.id);
  }

  /** A job is enqueued. */
  static void delete(Sql sql, Entry job) throws SQLException {
    sql.update("DELETE FROM accepted WHERE id = ?", job.id);
  }

  /** Of a job, rows of that account were enqueued last. */
  static void goOnAfter(Sql sql, Entry job, long account) throws SQLException {
    sql.update("UPDATE accepted SET last_account = ? WHERE id = ?", account, job.id);
  }
}
