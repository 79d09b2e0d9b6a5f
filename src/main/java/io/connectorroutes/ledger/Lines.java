package io.connectorroutes.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The lines of the targets: changes of one target are delivered one after the other. Only the head
 * of a line is {@code waiting}, those behind it are {@code queued}. All methods need the account's
 * lock.
 */
final class Lines {
  private record Place(long targetId, long position, long head) {}

  private final Accounts accounts;

  Lines(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Puts a change at the end of its target's line. */
  void join(Sql sql, ChangeRow change, Instant now) throws SQLException {
    Place place = place(sql, change);
    sql.update(
        "UPDATE change SET state = 'queued', target_id = ?, position = ? WHERE seq = ?",
        place.targetId,
        place.position,
        change.seq());
    if (place.head == change.seq()) {
      makeHead(sql, change, now);
    }
  }

  private static Place place(Sql sql, ChangeRow change) throws SQLException {
    return sql.first(
            """
            INSERT INTO target (account_id, line_key, tail, head_seq) VALUES (?, ?, 1, ?)
            ON CONFLICT (account_id, line_key) DO UPDATE SET
              tail = target.tail + 1, head_seq = COALESCE(target.head_seq, excluded.head_seq)
            RETURNING id, tail, head_seq
            """,
            row -> new Place(row.number("id"), row.number("tail"), row.number("head_seq")),
            change.accountId(),
            change.lineKey(),
            change.seq())
        .orElseThrow();
  }

  /** Takes a settled change out of its line; the next one becomes its head. */
  void leave(Sql sql, ChangeRow settled, Instant now) throws SQLException {
    Optional<ChangeRow> next =
        sql.first(
            """
            SELECT c.* FROM change c WHERE c.target_id = ? AND c.state = 'queued'
            ORDER BY c.position LIMIT 1
            """,
            ChangeRow::of,
            settled.targetId());
    sql.update(
        "UPDATE target SET head_seq = ? WHERE id = ?",
        next.map(ChangeRow::seq).orElse(null),
        settled.targetId());
    if (next.isPresent()) {
      makeHead(sql, next.get(), now);
    }
  }

  /** Notes what was applied to a target. */
  void applied(Sql sql, ChangeRow change) throws SQLException {
    sql.update(
        "UPDATE target SET applied_position = ? WHERE id = ?",
        change.position(),
        change.targetId());
    if (change.revision() != null) {
      sql.update(
          """
          UPDATE target SET last_revision = ?
          WHERE id = ? AND (last_revision IS NULL OR last_revision < ?)
          """,
          change.revision(),
          change.targetId(),
          change.revision());
    }
  }

  private void makeHead(Sql sql, ChangeRow change, Instant now) throws SQLException {
    sql.update(
        "UPDATE change SET state = 'waiting', due_at = ?, turn = ? WHERE seq = ?",
        now,
        nextTurn(sql, change),
        change.seq());
    accounts.due(sql, change.accountId(), now);
  }

  /**
   * The jobs of an account share its turns: each change of a job comes one turn after the job's
   * last one, or after the turn that is being served, so that the first change of a small job does
   * not wait for the whole of a large one.
   */
  private static long nextTurn(Sql sql, ChangeRow change) throws SQLException {
    long served =
        sql.number("SELECT last_turn AS n FROM account WHERE id = ?", change.accountId())
            .orElseThrow();
    long ofJob =
        sql.number(
                """
                SELECT MAX(turn) AS n FROM change
                WHERE account_id = ? AND job_id = ? AND state = 'waiting'
                """,
                change.accountId(),
                change.jobId())
            .orElse(0L);
    return Math.max(served, ofJob) + 1;
  }
}
