package io.connectorroutes.ledger.table;

import io.connectorroutes.database.Dialect;
import io.connectorroutes.database.Sql;
import java.sql.SQLException;

/** Gives numbers. Whoever takes one holds the lock of its series until the transaction ends. */
public enum Numbering {
  /** Changes: all of them are accepted one after the other. Taken before any account's lock. */
  CHANGES(1),
  /** Dead letters. Taken last, but for the rows of jobs. */
  DEAD_LETTERS(2);

  private final int id;

  Numbering(int id) {
    this.id = id;
  }

  /**
   * Numbers of changes.
   *
   * @param last the last one given
   * @param dataKey the number of the data key under which their payloads are to be encrypted
   */
  public record Taken(long last, int dataKey) {}

  /** Takes so many numbers of changes. */
  public static Taken takeForPayloads(Sql sql, int count) throws SQLException {
    return sql.first(
            "UPDATE numbering SET last = last + ? WHERE id = ? RETURNING last, data_key",
            row -> new Taken(row.number("last"), row.count("data_key")),
            count,
            CHANGES.id)
        .orElseThrow();
  }

  /** Takes the lock alone, unless somebody has it; returns whether it was free. */
  public boolean tryLock(Sql sql, Dialect dialect) throws SQLException {
    return sql.exists("SELECT 1 FROM numbering WHERE id = ?" + dialect.skipLocked(), id);
  }

  /** Takes so many numbers, none for the lock alone; returns the last one given. */
  public long take(Sql sql, int count) throws SQLException {
    return sql.number(
            "UPDATE numbering SET last = last + ? WHERE id = ? RETURNING last AS n", count, id)
        .orElseThrow();
  }
}
