package io.connectorroutes.ledger.table;

import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.Dialect;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Park;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.WaitReason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rows of table {@code account}. The lock of an account guards its enqueued changes and what they
 * hold: whoever alters those has it.
 */
public final class Accounts {
  private static final String DUE_WITHOUT_GRAPH =
      """
      parked_until <= ? AND next_due <= ?
        AND EXISTS (SELECT 1 FROM circuit_breaker WHERE failures > 0)
      """;

  private static final String LOCKED = "SELECT id, open, last_rank FROM account ";

  /** Columns of {@link Ready}. */
  private static final String READY =
      "id, lease_token, next_due, parked_until, free_at, paused_since";

  /**
   * To be added to conditions on accounts whose call may leave: no person lets it rest, and no
   * pause, and its budget has a free slot. Takes the time twice.
   */
  public static final String MAY_SEND =
      " paused_since IS NULL AND parked_until <= ? AND free_at <= ? AND lease_token IS NULL ";

  /**
   * Now where some of its changes are to be looked at. What needs a permission that rests is due
   * when that is tried again.
   */
  private static final String NEXT_DUE =
      """
      CASE WHEN EXISTS (SELECT 1 FROM wake w WHERE w.account_id = account.id) THEN 0
        WHEN refused = 0 THEN (SELECT MIN(c.due_at) FROM change c
              WHERE c.account_id = account.id AND c.state = 'waiting')
        ELSE (SELECT MIN(CASE WHEN n.next_try > n.due_at THEN n.next_try ELSE n.due_at END)
              FROM (SELECT
                  (SELECT MIN(c.due_at) FROM change c
                   WHERE c.account_id = account.id AND c.state = 'waiting' AND
      """
          + PermissionNeeds.OF_CHANGE
          + """
                     = v.column1) AS due_at,
                  (SELECT MAX(r.next_try) FROM refused_permission r
                   WHERE r.account_id = account.id AND (r.permission & v.column1) <> 0) AS next_try
                FROM (VALUES (1), (2), (3), (4)) AS v) AS n) END
          """;

  private static final String CLOSED =
      "open = open - ?, last_rank = CASE WHEN last_rank < ? THEN ? ELSE last_rank END";

  private static final String NO_LEASE =
      "lease_token = NULL, lease_worker = NULL, lease_until = NULL, next_due = " + NEXT_DUE;

  /**
   * Leases an account to a worker: it was served. When it has something to do again is found when
   * the lease ends. To be followed by a condition; takes token, worker and end.
   */
  public static final String LEASE =
      """
      UPDATE account SET lease_token = ?, lease_worker = ?, lease_until = ?,
        last_served = (SELECT MAX(last_served) FROM account) + 1
      WHERE
      """;

  /** When an account can be claimed, as far as it tells itself. */
  private record Ready(long id, boolean isHeld, Long due, long parkedUntil, long freeAt) {
    static Ready of(Row row) throws SQLException {
      return new Ready(
          row.number("id"),
          row.text("lease_token") != null || row.numberOrNull("paused_since") != null,
          row.numberOrNull("next_due"),
          row.number("parked_until"),
          row.number("free_at"));
    }

    /** Not while it is leased or paused: whoever ends that tells it then. */
    void signal(Sql sql) {
      if (due != null && !isHeld) {
        sql.onCommit(
            Signal.due(id, Instant.ofEpochMilli(Math.max(due, Math.max(parkedUntil, freeAt)))));
      }
    }
  }

  /** An account whose making is committed. */
  private record Made(long id, String alias) {}

  private final Dialect dialect;

  /** By key; no account is ever deleted. */
  private final Map<String, Made> made = new ConcurrentHashMap<>();

  public Accounts(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * The numbers of accounts by their keys; those that are new are made, in the order given, which
   * is that of their turns. Aliases are kept for display.
   *
   * @param aliases by key; null for the default tenant
   */
  public Map<String, Long> ensure(Sql sql, Map<String, String> aliases) throws SQLException {
    Map<String, Long> ids = new HashMap<>();
    Map<String, String> others = new LinkedHashMap<>();
    aliases.forEach(
        (key, alias) -> {
          Made known = made.get(key);
          if (known != null && Objects.equals(known.alias, alias)) {
            ids.put(key, known.id);
          } else {
            others.put(key, alias);
          }
        });
    if (!others.isEmpty()) {
      Map<String, Long> asked = asked(sql, others);
      ids.putAll(asked);
      sql.onCommit(
          (Runnable)
              () -> asked.forEach((key, id) -> made.put(key, new Made(id, others.get(key)))));
    }
    return ids;
  }

  private static Map<String, Long> asked(Sql sql, Map<String, String> aliases) throws SQLException {
    Map<String, Long> ids = new HashMap<>();
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
        ids.put(account.getKey(), make(sql, account.getKey(), account.getValue()));
      }
    }
    return ids;
  }

  private static long make(Sql sql, String key, String alias) throws SQLException {
    return sql.number(
            "INSERT INTO account (account_key, alias) VALUES (?, ?) RETURNING id AS n", key, alias)
        .orElseThrow();
  }

  /** Locks the account until the transaction ends. */
  public LockedAccount lock(Sql sql, long id) throws SQLException {
    return sql.first(LOCKED + "WHERE id = ?" + dialect.forUpdate(), Accounts::locked, id)
        .orElseThrow(() -> new DatabaseException("the ledger has no account " + id));
  }

  private static LockedAccount locked(Row row) throws SQLException {
    return new LockedAccount(row.number("id"), row.number("open"), row.number("last_rank"));
  }

  /**
   * An account that is leased.
   *
   * @param hostFailures how often in a row the cloud's host was not reached, a moment ago
   * @param isHostKnown whether it was tried ever
   * @param isAnyRefused whether Graph refuses anything for want of a permission
   */
  public record Leased(
      LockedAccount account, int hostFailures, boolean isHostKnown, boolean isAnyRefused) {}

  /** Locks the account where that lease still holds it; empty where it was lost. */
  public Optional<Leased> lockLeased(Sql sql, Claimed<?> claimed) throws SQLException {
    return sql.first(
        "SELECT id, open, last_rank, refused, (SELECT failures FROM circuit_breaker WHERE id = 1)"
            + " AS host_failures, (SELECT since FROM circuit_breaker WHERE id = 1) AS host_since"
            + " FROM account WHERE account_key = ? AND lease_token = ?"
            + dialect.forUpdate(),
        row ->
            new Leased(
                locked(row),
                row.count("host_failures"),
                row.numberOrNull("host_since") != null,
                row.count("refused") != 0),
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

  /** As {@link #lock(Sql, Collection)}, those of changes; returns their numbers. */
  public List<Long> lockOf(Sql sql, Collection<Long> seqs) throws SQLException {
    if (seqs.isEmpty()) {
      return List.of();
    }
    Object[] changes = Sql.padded(seqs.toArray());
    List<Long> ids =
        sql.list(
            "SELECT DISTINCT account_id FROM change WHERE account_id IS NOT NULL AND seq IN "
                + Sql.in(changes.length),
            row -> row.number("account_id"),
            changes);
    lock(sql, ids);
    return ids;
  }

  /**
   * Locks accounts of which changes are being enqueued, and counts those. Needs the lock of {@link
   * Numbering#CHANGES}: no two transactions that lock several accounts are at it then.
   *
   * @param changes how many, by account
   * @return by account; these changes are among the open ones
   */
  public Map<Long, LockedAccount> opened(Sql sql, Map<Long, Integer> changes, Instant now)
      throws SQLException {
    return openedIf("TRUE", sql, changes, now);
  }

  /**
   * As {@link #opened}, where a condition holds, which is the same for all of them.
   *
   * @param condition in SQL
   * @return empty where it does not hold: none of the changes is counted then
   */
  public Map<Long, LockedAccount> openedIf(
      String condition, Sql sql, Map<Long, Integer> changes, Instant now) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    changes.forEach((id, count) -> rows.add(new Object[] {count, now, id}));
    Map<Long, LockedAccount> locked = new HashMap<>();
    sql.ask(
        """
        UPDATE account SET open = open + v.column1,
          next_due = CASE WHEN next_due < v.column2 THEN next_due ELSE v.column2 END
        FROM %s AS v WHERE id = v.column3 AND
        """
            + condition
            + " RETURNING open, last_rank, "
            + READY,
        row -> {
          Ready.of(row).signal(sql);
          return locked.put(row.number("id"), locked(row));
        },
        rows);
    return locked;
  }

  /** Changes of it are settled. */
  public void closed(Sql sql, long id, Closed changes) throws SQLException {
    if (changes.open() > 0) {
      sql.update(
          "UPDATE account SET " + CLOSED + " WHERE id = ?",
          changes.open(),
          changes.rank(),
          changes.rank(),
          id);
    }
  }

  /** Nothing is sent for it: it has no lease. Finds again when it has something to do. */
  public void unclaim(Sql sql, long id) throws SQLException {
    sql.update("UPDATE account SET " + NO_LEASE + " WHERE id = ?", id);
  }

  /** Finds again when it has something to do: a change is due, or some are to be looked at. */
  public void refreshDue(Sql sql, long id) throws SQLException {
    sql.update("UPDATE account SET next_due = " + NEXT_DUE + " WHERE id = ?", id);
  }

  /**
   * A person lets nothing of it be sent, or lets it go on.
   *
   * @param since null for going on
   * @return when it was paused before; empty where it was not
   */
  public Optional<Instant> pause(Sql sql, long id, Instant since) throws SQLException {
    Optional<Instant> before =
        sql.number("SELECT paused_since AS n FROM account WHERE id = ?" + dialect.forUpdate(), id)
            .map(Instant::ofEpochMilli);
    if (since == null || before.isEmpty()) {
      sql.update("UPDATE account SET paused_since = ? WHERE id = ?", since, id);
    }
    return before;
  }

  /** Notes when its budget has a free slot again. */
  public void slotsFreeAt(Sql sql, long id, Instant time) throws SQLException {
    sql.first("UPDATE account SET free_at = ? WHERE id = ? RETURNING " + READY, Ready::of, time, id)
        .ifPresent(ready -> ready.signal(sql));
  }

  /**
   * Gives the lease up, and finds again when its next change is due.
   *
   * @param closed changes that are settled
   */
  public void unlease(Sql sql, long id, Closed closed) throws SQLException {
    unlease(sql, id, closed, NO_LEASE);
  }

  /** As {@link #unlease}, of an account whose request was answered: its pause is over. */
  public void unleaseAnswered(Sql sql, long id, Closed closed) throws SQLException {
    unlease(sql, id, closed, NO_LEASE + ", parked_since = NULL");
  }

  private static void unlease(Sql sql, long id, Closed closed, String without) throws SQLException {
    sql.first(
            "UPDATE account SET " + CLOSED + ", " + without + " WHERE id = ? RETURNING " + READY,
            Ready::of,
            closed.open(),
            closed.rank(),
            closed.rank(),
            id)
        .ifPresent(ready -> ready.signal(sql));
  }

  /**
   * An account of which a change is due while the host is away.
   *
   * @param known why it waited last, as far as that has not ended; null where nothing is known
   */
  public record Unnoted(String key, WaitReason known) {}

  /**
   * Those of which it may have to be noted that they cannot be used; few or none while Graph is
   * there.
   */
  public List<Unnoted> toBeNoted(Sql sql, Instant now) throws SQLException {
    return sql.list(
        "SELECT account_key, parked_since, park_kind FROM account WHERE " + DUE_WITHOUT_GRAPH,
        row ->
            new Unnoted(
                row.text("account_key"),
                row.time("parked_since") == null
                    ? null
                    : Optional.ofNullable(row.text("park_kind"))
                        .flatMap(WaitReason::of)
                        .orElse(null)),
        now,
        now);
  }

  /** Notes that it cannot be used, until an answer shows that it can. */
  public int noteUnusable(Sql sql, String key, WaitReason kind, String reason, Instant now)
      throws SQLException {
    return sql.update(
        "UPDATE account SET park_reason = ?, park_kind = ?, parked_since = ? WHERE account_key = ?"
            + " AND (parked_since IS NULL OR park_kind IS NULL OR park_kind <> ?) AND "
            + DUE_WITHOUT_GRAPH,
        reason,
        kind.wireName(),
        now,
        key,
        kind.wireName(),
        now,
        now);
  }

  /** Parks it; a longer pause that it has already stays. */
  public void park(Sql sql, long id, Park park, Instant now) throws SQLException {
    sql.update(
        """
        UPDATE account SET parked_until = ?, park_reason = ?, park_kind = ?,
          parked_since = CASE WHEN park_kind = ? AND parked_since IS NOT NULL THEN parked_since
                              ELSE ? END
        WHERE id = ? AND parked_until < ?
        """,
        park.until(),
        park.reason(),
        park.kind().wireName(),
        park.kind().wireName(),
        now,
        id,
        park.until());
  }
}
