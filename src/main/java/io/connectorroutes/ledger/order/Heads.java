package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The heads of the lines: only the first unsettled change of a target is {@code waiting}, or {@code
 * gated} where it waits for another line; those behind it are {@code queued}. All methods need the
 * account's lock.
 */
final class Heads {
  private static final String IN_LINE = "state IN ('queued', 'gated', 'waiting', 'sending')";

  private static final String SET_HEADS =
      "UPDATE target SET head_seq = CAST(v.column1 AS BIGINT) FROM %s AS v WHERE id = v.column2";

  private final Accounts accounts;
  private final FairOrder fairOrder;

  Heads(Accounts accounts) {
    this.accounts = accounts;
    this.fairOrder = new FairOrder(accounts);
  }

  /**
   * Changes that came into empty lines are their heads and have their turns, in that order. They
   * must not wait for other lines.
   */
  void lead(Sql sql, List<FairOrder.Head> heads, Instant now) throws SQLException {
    fairOrder.giveNew(sql, heads, now);
    sql.updateAll(
        SET_HEADS,
        heads.stream().map(head -> new Object[] {head.change().seq(), head.targetId()}).toList());
  }

  /** Changes that came to the ends of lines are their heads where nobody is before them. */
  void joined(Sql sql, List<Long> seqs, Instant now) throws SQLException {
    if (seqs.isEmpty()) {
      return;
    }
    Object[] joined = Sql.padded(seqs.toArray());
    List<Long> heads =
        sql.list(
            """
            UPDATE target SET head_seq = (
              SELECT n.seq FROM change n WHERE n.target_id = target.id AND n.state = 'queued'
              ORDER BY n.position LIMIT 1)
            WHERE head_seq IS NULL AND id IN (SELECT c.target_id FROM change c WHERE c.seq IN
            """
                + Sql.in(joined.length)
                + ") RETURNING head_seq",
            row -> row.number("head_seq"),
            joined);
    promote(sql, byAcceptance(ChangeRow.find(sql, heads)), now);
  }

  private static List<ChangeRow> byAcceptance(List<ChangeRow> changes) {
    return changes.stream().sorted(Comparator.comparing(ChangeRow::position)).toList();
  }

  /** The heads of lines were settled: the next ones have their turn. */
  void next(Sql sql, List<Long> targetIds, Instant now) throws SQLException {
    if (targetIds.isEmpty()) {
      return;
    }
    List<ChangeRow> next =
        sql.list(
            "SELECT c.* FROM change c WHERE c.seq IN (SELECT (SELECT n.seq FROM change n"
                + " WHERE n.target_id = t.id AND n."
                + IN_LINE
                + " ORDER BY n.position LIMIT 1) FROM target t WHERE t.id IN "
                + Sql.in(targetIds.size())
                + ") ORDER BY c.position",
            ChangeRow::of,
            targetIds.toArray());
    Map<Long, Long> heads = new HashMap<>();
    next.forEach(change -> heads.put(change.targetId(), change.seq()));
    sql.updateAll(
        SET_HEADS, targetIds.stream().map(id -> new Object[] {heads.get(id), id}).toList());
    // One that just came from another line may have its turn already, or wait for its time.
    promote(sql, next.stream().filter(change -> !change.isHead()).toList(), now);
  }

  /** Changes came into a line or left it: whoever was accepted first is its head. */
  void again(Sql sql, long accountId, long targetId, Instant now) throws SQLException {
    Optional<ChangeRow> sending =
        sql.first(
            """
            SELECT c.* FROM change c
            WHERE c.account_id = ? AND c.state = 'sending' AND c.target_id = ?
            ORDER BY c.position LIMIT 1
            """,
            ChangeRow::of,
            accountId,
            targetId);
    // What is being sent stays the head until it is settled.
    Optional<ChangeRow> head = sending.isPresent() ? sending : first(sql, targetId);
    setHead(sql, targetId, head);
    sql.update(
        """
        UPDATE change SET state = 'queued', rank = NULL, gate = NULL
        WHERE target_id = ? AND state IN ('gated', 'waiting') AND seq <> ?
        """,
        targetId,
        head.map(ChangeRow::seq).orElse(0L));
    if (head.isPresent() && !head.get().isHead()) {
      promote(sql, head.get(), now);
    }
  }

  /** Something that a gate waits for is over: those go on that have nothing else to wait for. */
  void open(Sql sql, long accountId, String gate, Instant now) throws SQLException {
    wake(sql, accountId, gate, now);
    lookAgain(sql, accountId, gate, now);
  }

  /** Lets those go on for whom that gate is open. */
  void lookAgain(Sql sql, long accountId, String gate, Instant now) throws SQLException {
    boolean moved = true;
    while (moved) {
      Optional<ChangeRow> first = firstGated(sql, accountId, gate);
      // What keeps the first one keeps those behind it: it was accepted before them all.
      moved = first.isPresent() && !Gates.closed(sql, first.get()).equals(Optional.of(gate));
      if (moved) {
        promote(sql, first.get(), now);
      }
    }
  }

  /** The first one that waits for that gate. */
  static Optional<ChangeRow> firstGated(Sql sql, long accountId, String gate) throws SQLException {
    return sql.first(
        """
        SELECT c.* FROM change c WHERE c.account_id = ? AND c.gate = ? AND c.state = 'gated'
        ORDER BY c.position LIMIT 1
        """,
        ChangeRow::of,
        accountId,
        gate);
  }

  /** Those that wait for a later change to give the name need not wait for their next try. */
  private void wake(Sql sql, long accountId, String gate, Instant now) throws SQLException {
    int woken =
        sql.update(
            """
            UPDATE change SET due_at = ?, gate = NULL
            WHERE account_id = ? AND gate = ? AND state = 'waiting'
            """,
            now,
            accountId,
            gate);
    if (woken > 0) {
      accounts.due(sql, accountId, now);
    }
  }

  private static Optional<ChangeRow> first(Sql sql, long targetId) throws SQLException {
    return sql.first(
        "SELECT c.* FROM change c WHERE c.target_id = ? AND c."
            + IN_LINE
            + " ORDER BY c.position LIMIT 1",
        ChangeRow::of,
        targetId);
  }

  private static void setHead(Sql sql, long targetId, Optional<ChangeRow> head)
      throws SQLException {
    sql.update(
        "UPDATE target SET head_seq = ? WHERE id = ?",
        head.map(ChangeRow::seq).orElse(null),
        targetId);
  }

  private void promote(Sql sql, ChangeRow change, Instant now) throws SQLException {
    promote(sql, List.of(change), now);
  }

  /** Heads have their turns, in that order, unless they wait for other lines. */
  private void promote(Sql sql, List<ChangeRow> heads, Instant now) throws SQLException {
    List<ChangeRow> ready = new ArrayList<>();
    for (ChangeRow change : heads) {
      Optional<String> gate = Gates.closed(sql, change);
      if (gate.isEmpty()) {
        ready.add(change);
        continue;
      }
      // What comes before it has its turn first: one of them may be the look that it waits for.
      fairOrder.give(sql, ready, now);
      ready.clear();
      sql.update(
          "UPDATE change SET state = 'gated', gate = ? WHERE seq = ?", gate.get(), change.seq());
      hurryLook(sql, change, gate.get());
    }
    fairOrder.give(sql, ready, now);
  }

  /** The look that a change waits for is not to wait for the whole of a large job. */
  private static void hurryLook(Sql sql, ChangeRow change, String gate) throws SQLException {
    String kind = change.knownOperation().kind().name();
    if (!gate.equals(Gates.ofLook(kind))) {
      return;
    }
    List<Long> heads =
        sql.list(
            """
            SELECT t.head_seq FROM change c JOIN target t ON t.id = c.target_id
            WHERE c.account_id = ? AND c.unresolved = ? AND t.head_seq IS NOT NULL
            ORDER BY c.position LIMIT 1
            """,
            row -> row.number("head_seq"),
            change.accountId(),
            kind);
    long rank = FairOrder.next(sql, change);
    for (long head : heads) {
      sql.update(
          "UPDATE change SET rank = ? WHERE seq = ? AND state = 'waiting' AND rank > ?",
          rank,
          head,
          rank);
    }
  }
}
