package io.connectorroutes.ledger.table;

import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.Dialect;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Signal;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Park;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Rows of table {@code account}. The lock of an account guards its changes in delivery and the
 * lines of its targets: whoever alters those holds it.
 */
public final class Accounts {
  /** Columns of {@link Ready}. */
  private static final String READY = "id, lease_token, next_due, parked_until, free_at";

  private static final String NEXT_DUE =
      "(SELECT MIN(due_at) FROM change WHERE account_id = ? AND state = 'waiting')";

  /** When an account can be claimed, as far as it tells itself. */
  private record Ready(long id, boolean isLeased, Long due, long parkedUntil, long freeAt) {
    static Ready of(Row row) throws SQLException {
      return new Ready(
          row.number("id"),
          row.text("lease_token") != null,
          row.numberOrNull("next_due"),
          row.number("parked_until"),
          row.number("free_at"));
    }

    /** Not while it is leased: whoever ends the lease tells it then. */
    void signal(Sql sql) {
      if (due != null && !isLeased) {
        sql.signal(
            Signal.due(id, Instant.ofEpochMilli(Math.max(due, Math.max(parkedUntil, freeAt)))));
      }
    }
  }

  private final Dialect dialect;

  public Accounts(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * The numbers of accounts by their keys; those that are new are made. Aliases are kept for
   * display.
   *
   * @param aliases by key; null for the default tenant
   */
  public Map<String, Long> ensure(Sql sql, Map<String, String> aliases) throws SQLException {
    Map<String, Long> ids = new HashMap<>();
    if (aliases.isEmpty()) {
      return ids;
    }
    Map<Long, String> renamed = new HashMap<>();
    Object[] keys = Sql.padded(aliases.keySet().toArray());
    sql.list(
        "SELECT id, account_key, alias FROM account WHERE account_key IN " + Sql.in(keys.length),
        row -> {
          String alias = aliases.get(row.text("account_key"));
          if (!Objects.equals(row.text("alias"), alias)) {
            renamed.put(row.number("id"), alias);
          }
          return ids.put(row.text("account_key"), row.number("id"));
        },
        keys);
    for (Map.Entry<Long, String> account : renamed.entrySet()) {
      sql.update("UPDATE account SET alias = ? WHERE id = ?", account.getValue(), account.getKey());
    }
    for (Map.Entry<String, String> account : aliases.entrySet()) {
      if (!ids.containsKey(account.getKey())) {
        ids.put(account.getKey(), made(sql, account.getKey(), account.getValue()));
      }
    }
    return ids;
  }

  private static long made(Sql sql, String key, String alias) throws SQLException {
    return sql.number(
            "INSERT INTO account (account_key, alias) VALUES (?, ?) RETURNING id AS n", key, alias)
        .orElseThrow();
  }

  /** Locks the account until the transaction ends. */
  public void lock(Sql sql, long id) throws SQLException {
    if (!sql.exists("SELECT id FROM account WHERE id = ?" + dialect.forUpdate(), id)) {
      throw new DatabaseException("the ledger has no account " + id);
    }
  }

  /** Locks the account where that lease still holds it; empty where it was lost. */
  public Optional<Long> lockLeased(Sql sql, Claimed<?> claimed) throws SQLException {
    return sql.first(
        "SELECT id FROM account WHERE account_key = ? AND lease_token = ?" + dialect.forUpdate(),
        row -> row.number("id"),
        claimed.account(),
        claimed.lease());
  }

  /** Locks accounts until the transaction ends, in one order, so that no two workers block. */
  public void lock(Sql sql, Collection<Long> ids) throws SQLException {
    if (!ids.isEmpty()) {
      Object[] locked = Sql.padded(ids.toArray());
      sql.list(
          "SELECT id FROM account WHERE id IN "
              + Sql.in(locked.length)
              + " ORDER BY id"
              + dialect.forUpdate(),
          row -> row.number("id"),
          locked);
    }
  }

  /** Notes that a change of it became due at that time. */
  public void due(Sql sql, long id, Instant time) throws SQLException {
    due(sql, Map.of(id, time));
  }

  /** Notes when changes of accounts became due. */
  public void due(Sql sql, Map<Long, Instant> times) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    times.forEach((id, time) -> rows.add(new Object[] {time, id}));
    sql.listAll(
            """
            UPDATE account SET next_due = v.column1 FROM %s AS v
            WHERE id = v.column2 AND (next_due IS NULL OR next_due > v.column1)
            RETURNING
            """
                + READY,
            Ready::of,
            rows)
        .forEach(ready -> ready.signal(sql));
  }

  /** Finds again when its next change is due. */
  public void refreshDue(Sql sql, long id) throws SQLException {
    sql.update("UPDATE account SET next_due = " + NEXT_DUE + " WHERE id = ?", id, id);
  }

  /** Notes when its budget has a free slot again. */
  public void slotsFreeAt(Sql sql, long id, Instant time) throws SQLException {
    sql.first("UPDATE account SET free_at = ? WHERE id = ? RETURNING " + READY, Ready::of, time, id)
        .ifPresent(ready -> ready.signal(sql));
  }

  /** Gives the lease up, and finds again when its next change is due. */
  public void unlease(Sql sql, long id) throws SQLException {
    sql.first(
            "UPDATE account SET lease_token = NULL, lease_worker = NULL, lease_until = NULL,"
                + " next_due = "
                + NEXT_DUE
                + " WHERE id = ? RETURNING "
                + READY,
            Ready::of,
            id,
            id)
        .ifPresent(ready -> ready.signal(sql));
  }

  /** Parks it; a longer pause that it has already stays. */
  public void park(Sql sql, long id, Park park) throws SQLException {
    sql.update(
        "UPDATE account SET parked_until = ?, park_reason = ? WHERE id = ? AND parked_until < ?",
        park.until(),
        park.reason(),
        id,
        park.until());
  }
}
