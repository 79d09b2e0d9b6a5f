package io.connectorroutes.ledger.order;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Dialect;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.LockedAccount;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps the one rule of order: a change may be sent when no earlier unsettled change of its account
 * holds a key that it awaits. A change that is blocked remembers the last one that blocks it, and
 * is looked at again when that one is settled or has moved.
 */
public final class Order {
  /** Looked at in one transaction: so long an account is locked. */
  private static final int STEP = 200;

  /** What nothing blocks is due, unless its job is paused. */
  private static final String STATE =
      """
      CASE WHEN v.column1 = 'waiting'
          AND (SELECT j.paused FROM job j WHERE j.id = change.job_id) = 1
        THEN 'paused' ELSE v.column1 END
      """;

  /**
   * A change that is being enqueued.
   *
   * @param position of its acceptance; that of before where it was enqueued before
   */
  public record Entering(ChangeRow change, Place place, long position) {
    OrderedChange ordered() {
      return OrderedChange.at(change, place);
    }
  }

  private record Follower(OrderedChange change, long blockedBy) {}

  private final Blockers blockers;

  public Order(Dialect dialect) {
    this.blockers = new Blockers(dialect);
  }

  /** Changes hold their keys from now on; their accounts are locked. */
  public void hold(Sql sql, List<Entering> changes) throws SQLException {
    Holds.insert(sql, changes.stream().map(Entering::ordered).toList());
  }

  /**
   * Changes that hold their keys are due, or blocked, from now on.
   *
   * @param accounts theirs, by number; these changes are among the open ones
   * @param ranks theirs, by number
   * @return what blocks them, by the numbers of those that are blocked
   */
  public Map<Long, Long> enter(
      Sql sql,
      List<Entering> changes,
      Map<Long, LockedAccount> accounts,
      Map<Long, Long> ranks,
      Instant now)
      throws SQLException {
    List<Entering> besides =
        changes.stream()
            .filter(one -> accounts.get(one.change.accountId()).hasMoreThan(1))
            .filter(one -> !one.change.isSending())
            .toList();
    Map<Long, Long> blocked = blockers.of(sql, besides.stream().map(Entering::ordered).toList());
    sql.updateAll(
        """
        UPDATE change SET state =
        """
            + STATE
            + """
            , blocked_by = CAST(v.column2 AS BIGINT),
              due_at = v.column3, rank = v.column4, place = v.column5, position = v.column6
            FROM %s AS v WHERE seq = v.column7
            """,
        changes.stream().map(one -> row(one, blocked, ranks, now)).toList());
    return blocked;
  }

  private static Object[] row(
      Entering one, Map<Long, Long> blocked, Map<Long, Long> ranks, Instant now) {
    long seq = one.change.seq();
    Instant due = one.change.dueAt();
    String state = blocked.containsKey(seq) ? "blocked" : "waiting";
    return new Object[] {
      // Of a ledger of before, where one may be being sent.
      one.change.isSending() ? "sending" : state,
      blocked.get(seq),
      // One of a ledger of before may have been put off.
      due != null && due.isAfter(now) ? due : now,
      ranks.get(seq),
      one.place.number(),
      one.position,
      seq
    };
  }

  /** Looks again at changes that are due; those that are blocked now are so from now on. */
  public Set<Long> blocked(Sql sql, LockedAccount account, List<OrderedChange> due)
      throws SQLException {
    if (!account.hasMoreThan(1)) {
      return Set.of();
    }
    Map<Long, Long> blocked = blockers.of(sql, due);
    set(sql, blocked.keySet(), blocked);
    return blocked.keySet();
  }

  /** Changes are settled: they hold nothing any more, and those that they blocked go on. */
  public void settled(Sql sql, LockedAccount account, Collection<Long> seqs) throws SQLException {
    Holds.delete(sql, seqs);
    if (account.hasMoreThan(seqs.size())) {
      wake(sql, account, seqs);
    }
  }

  /** What a step cannot do is noted, for the account's next claims. */
  private void wake(Sql sql, LockedAccount account, Collection<Long> seqs) throws SQLException {
    List<Follower> found = followers(sql, seqs, 0, STEP + 1);
    if (found.size() > STEP) {
      long first = found.get(STEP).blockedBy;
      Wakes.add(sql, account.id(), seqs.stream().filter(seq -> seq >= first).toList());
    }
    lookAgain(sql, found.stream().limit(STEP).toList());
  }

  /**
   * Goes on with what is noted of an account to be looked at: with the one that was begun, or with
   * those that were not.
   *
   * @return whether anything was
   */
  public boolean wakeNext(Sql sql, LockedAccount account) throws SQLException {
    List<Wakes.Wake> noted = Wakes.next(sql, account.id(), STEP);
    if (noted.isEmpty()) {
      return false;
    }
    long after = noted.get(0).afterSeq();
    List<Long> seqs =
        noted.stream()
            .limit(after > 0 ? 1 : STEP)
            .takeWhile(wake -> wake.afterSeq() == after)
            .map(Wakes.Wake::seq)
            .toList();
    List<Follower> found = followers(sql, seqs, after, STEP);
    lookAgain(sql, found);
    if (found.size() < STEP) {
      Wakes.done(sql, account.id(), seqs);
    } else {
      Follower last = found.get(STEP - 1);
      Wakes.done(sql, account.id(), seqs.stream().filter(seq -> seq < last.blockedBy).toList());
      Wakes.goOn(sql, account.id(), last.blockedBy, last.change.seq());
    }
    return true;
  }

  /**
   * Changes that these block, by blocker and number; of each blocker those with a larger number.
   */
  private static List<Follower> followers(Sql sql, Collection<Long> seqs, long after, int limit)
      throws SQLException {
    Object[] of = Sql.padded(seqs.toArray());
    return sql.list(
        "SELECT "
            + OrderedChange.COLUMNS
            + ", c.blocked_by FROM change c WHERE c.blocked_by IN "
            + Sql.in(of.length)
            + " AND c.seq > ? ORDER BY c.blocked_by, c.seq LIMIT ?",
        row -> new Follower(OrderedChange.of(row), row.number("blocked_by")),
        Stream.concat(Stream.of(of), Stream.of(after, limit)).toArray());
  }

  private void lookAgain(Sql sql, List<Follower> followers) throws SQLException {
    if (!followers.isEmpty()) {
      List<OrderedChange> changes = followers.stream().map(Follower::change).toList();
      set(sql, changes.stream().map(OrderedChange::seq).toList(), blockers.of(sql, changes));
    }
  }

  private static void set(Sql sql, Collection<Long> seqs, Map<Long, Long> blocked)
      throws SQLException {
    sql.updateAll(
        """
        UPDATE change SET state =
        """
            + STATE
            + """
            , blocked_by = CAST(v.column2 AS BIGINT)
            FROM %s AS v WHERE seq = v.column3
            """,
        seqs.stream()
            .map(
                seq ->
                    new Object[] {
                      blocked.containsKey(seq) ? "blocked" : "waiting", blocked.get(seq), seq
                    })
            .toList());
  }

  /**
   * Nobody has the name by which a change that is due refers to an object: it moves right behind
   * the first later change that gives the name, where there is one and the change may move.
   *
   * @return whether it has moved
   */
  public boolean moveBehindGiver(Sql sql, LockedAccount account, OrderedChange change)
      throws SQLException {
    Optional<Place> giver = change.facts().mayMove() ? Holds.giver(sql, change) : Optional.empty();
    if (giver.isEmpty()) {
      return false;
    }
    Place place = Holds.behind(sql, change, giver.get());
    Holds.move(sql, change.seq(), place);
    sql.update(
        "UPDATE change SET place = ?, counter = ? WHERE seq = ?",
        place.number(),
        place.counter(),
        change.seq());
    OrderedChange moved =
        new OrderedChange(change.seq(), change.accountId(), place, change.facts());
    set(sql, List.of(change.seq()), blockers.of(sql, List.of(moved)));
    wake(sql, account, List.of(change.seq()));
    return true;
  }

  /** A whole list of that kind was read: what a name stands for may be known now. */
  public void listed(Sql sql, LockedAccount account, ObjectKind kind) throws SQLException {
    if (account.hasMoreThan(1)) {
      Wakes.addHolders(sql, account.id(), List.of(OrderKey.named(kind), OrderKey.links(kind)));
      wakeNext(sql, account);
    }
  }
}
