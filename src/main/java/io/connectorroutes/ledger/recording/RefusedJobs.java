package io.connectorroutes.ledger.recording;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.enqueue.Enqueuer;
import io.connectorroutes.ledger.table.Numbering;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Drops what was recorded of a file that broke its format. Rows of other jobs that were duplicates
 * of a dropped row become changes of their own: the first one never was.
 */
final class RefusedJobs {
  private record Orphan(long seq, String changeId, byte[] contentMac, boolean accepted) {
    @Override
    public String toString() {
      return "Orphan[" + seq + "]";
    }
  }

  private final Enqueuer enqueuer;

  RefusedJobs(Enqueuer enqueuer) {
    this.enqueuer = enqueuer;
  }

  /** Needs the lock of {@link Numbering#CHANGES}. */
  void drop(Sql sql, long jobId, String reason) throws SQLException {
    // By the job's own ids: known ones are kept for ever, and to read them all takes its time.
    sql.update(
        """
        DELETE FROM idempotency_key
        WHERE change_id IN (SELECT change_id FROM change WHERE job_id = ?)
          AND EXISTS (SELECT 1 FROM change c WHERE c.seq = idempotency_key.first_seq AND c.job_id = ?)
        """,
        jobId,
        jobId);
    List<Orphan> orphans = orphans(sql, jobId);
    sql.update("DELETE FROM change WHERE job_id = ?", jobId);
    adopt(sql, orphans);
    sql.update(
        "UPDATE job SET state = 'refused', row_count = 0, reason = ? WHERE id = ?", reason, jobId);
  }

  private static List<Orphan> orphans(Sql sql, long jobId) throws SQLException {
    return sql.list(
        """
        SELECT d.seq, d.change_id, d.content_mac,
          CASE WHEN j.state = 'recording' THEN 0 ELSE 1 END AS accepted
        FROM change c JOIN change d ON d.duplicate_of = c.seq JOIN job j ON j.id = d.job_id
        WHERE c.job_id = ? AND d.job_id <> c.job_id ORDER BY d.seq
        """,
        row ->
            new Orphan(
                row.number("seq"),
                row.text("change_id"),
                row.bytes("content_mac"),
                row.count("accepted") == 1),
        jobId);
  }

  private void adopt(Sql sql, List<Orphan> orphans) throws SQLException {
    Map<String, Long> firsts = new HashMap<>();
    for (Orphan orphan : orphans) {
      Long first = firsts.putIfAbsent(orphan.changeId, orphan.seq);
      if (first == null) {
        becomeFirst(sql, orphan);
      } else {
        sql.update("UPDATE change SET duplicate_of = ? WHERE seq = ?", first, orphan.seq);
      }
    }
  }

  private void becomeFirst(Sql sql, Orphan orphan) throws SQLException {
    sql.update(
        "UPDATE change SET state = 'recorded', duplicate_of = NULL WHERE seq = ?", orphan.seq);
    sql.update(
        "INSERT INTO idempotency_key (change_id, content_mac, first_seq) VALUES (?, ?, ?)",
        orphan.changeId,
        orphan.contentMac,
        orphan.seq);
    if (orphan.accepted) {
      enqueuer.accept(sql, List.of(orphan.seq));
    }
  }
}
