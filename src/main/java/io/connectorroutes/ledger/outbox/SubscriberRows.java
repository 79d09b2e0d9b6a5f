package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Table {@code subscriber}, for one kind of what is subscribed to. */
enum SubscriberRows {
  OUTCOMES("outcomes", "outcome"),
  DEAD_LETTERS("dead_letters", "dead_letter");

  /** A subscriber that no worker has read for since then keeps nothing from being deleted. */
  private static final Duration FORGOTTEN = Duration.ofDays(30);

  private final String kind;
  private final String table;

  SubscriberRows(String kind, String table) {
    this.kind = kind;
    this.table = table;
  }

  /** The table whose ids are the positions. */
  String table() {
    return table;
  }

  /** Extends the lease, or takes one that is free; false where there is neither. */
  boolean lease(Sql sql, String name, String worker, Instant now, Instant until)
      throws SQLException {
    return sql.update(
            """
            UPDATE subscriber SET worker = ?, lease_until = ?, seen_at = ?
            WHERE kind = ? AND name = ? AND (worker = ? OR lease_until <= ?)
            """,
            worker,
            until,
            now,
            kind,
            name,
            worker,
            now)
        == 1;
  }

  /** Adds one with its lease, unless it is there. */
  boolean add(Sql sql, String name, long position, String worker, Instant now, Instant until)
      throws SQLException {
    return sql.update(
            """
            INSERT INTO subscriber (kind, name, position, seen_at, worker, lease_until)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kind, name) DO NOTHING
            """,
            kind,
            name,
            position,
            now,
            worker,
            until)
        == 1;
  }

  /** Ends the lease, if it is that worker's; returns whether it was. */
  boolean release(Sql sql, String name, String worker) throws SQLException {
    return sql.update(
            "UPDATE subscriber SET lease_until = 0 WHERE kind = ? AND name = ? AND worker = ?",
            kind,
            name,
            worker)
        == 1;
  }

  long position(Sql sql, String name) throws SQLException {
    return sql.first(
            "SELECT position FROM subscriber WHERE kind = ? AND name = ?",
            row -> row.number("position"),
            kind,
            name)
        .orElseThrow(() -> new IllegalStateException("subscriber " + name + " has no lease"));
  }

  /** Moves on to a position; returns whether it was a later one. */
  boolean acknowledge(Sql sql, String name, long position) throws SQLException {
    return sql.update(
            "UPDATE subscriber SET position = ? WHERE kind = ? AND name = ? AND position < ?",
            position,
            kind,
            name,
            position)
        == 1;
  }

  /** The last row that there is; 0 where there is none. */
  long last(Sql sql) throws SQLException {
    return sql.number("SELECT MAX(id) AS n FROM " + table).orElse(0L);
  }

  /** Up to which row all subscribers have acknowledged that count. */
  long acknowledgedByAll(Sql sql, Instant now) throws SQLException {
    return sql.number(
            "SELECT MIN(position) AS n FROM subscriber WHERE kind = ? AND seen_at > ?",
            kind,
            now.minus(FORGOTTEN))
        .orElse(Long.MAX_VALUE);
  }
}
