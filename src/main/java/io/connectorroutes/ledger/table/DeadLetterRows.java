package io.connectorroutes.ledger.table;

import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.DeadLetter.Discarded;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.Signal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of table {@code dead_letter}. */
public final class DeadLetterRows {

  /** Opens the dead letter of a change that was just settled, under a name of its own. */
  public void open(Sql sql, ChangeRow change, Decision.Settle decision) throws SQLException {
    Numbering.DEAD_LETTERS.take(sql, 1);
    long ordinal = ordinal(sql, change);
    while (sql.exists("SELECT 1 FROM dead_letter WHERE name = ?", name(change, ordinal))) {
      ordinal++;
    }
    sql.update(
        """
        INSERT INTO dead_letter (name, seq, replay, change_id, ordinal, cause)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        name(change, ordinal),
        change.seq(),
        change.replay(),
        change.changeId(),
        ordinal,
        decision.errorCode() == null ? decision.outcome().wireName() : decision.errorCode());
    sql.onCommit(Signal.of(Signal.Kind.DEAD_LETTERS));
  }

  /** A change needs a person again, as it did before its last replay. */
  public static void reopen(Sql sql, long seq) throws SQLException {
    sql.update(
        "UPDATE dead_letter SET open = 1 WHERE id = (SELECT MAX(id) FROM dead_letter WHERE seq ="
            + " ?)",
        seq);
  }

  /** Those of a change that were discarded, oldest first. */
  public static List<Discarded> discards(Sql sql, long seq) throws SQLException {
    return sql.list(
        "SELECT discarded_at, discarded_by, discard_reason FROM dead_letter"
            + " WHERE seq = ? AND discarded_at IS NOT NULL ORDER BY id",
        DeadLetterRows::discarded,
        seq);
  }

  /** Null where the dead letter was not discarded. */
  public static Discarded discarded(Row row) throws SQLException {
    return row.numberOrNull("discarded_at") == null
        ? null
        : new Discarded(
            row.time("discarded_at"), row.text("discarded_by"), row.text("discard_reason"));
  }

  /** Which of the changes of that id it is, among those that were dead letters. */
  private static long ordinal(Sql sql, ChangeRow change) throws SQLException {
    Optional<Long> own =
        sql.number("SELECT MIN(ordinal) AS n FROM dead_letter WHERE seq = ?", change.seq());
    if (own.isPresent()) {
      return own.get();
    }
    return sql.number(
            "SELECT MAX(ordinal) AS n FROM dead_letter WHERE change_id = ?", change.changeId())
        .map(last -> last + 1)
        .orElse(1L);
  }

  private static String name(ChangeRow change, long ordinal) {
    return change.changeId()
        + (ordinal > 1 ? "~" + ordinal : "")
        + (change.replay() > 0 ? "." + change.replay() : "");
  }
}
