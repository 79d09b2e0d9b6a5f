package io.connectorroutes.ledger.order;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.directory.KnownObjects;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.SettledChange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The lines of the targets: changes of one target are delivered one after the other, in the order
 * in which they were accepted. All methods need the account's lock.
 */
public final class Lines {
  private final Names names;
  private final Heads heads;

  public Lines(Accounts accounts) {
    this.heads = new Heads(accounts);
    this.names = new Names(heads);
  }

  /**
   * A change that joins a line.
   *
   * @param position above all that were given before
   */
  record Joining(ChangeRow change, long position) {}

  /** Puts changes at the ends of their targets' lines, in that order. */
  void join(Sql sql, List<Joining> joining, Instant now) throws SQLException {
    List<Joining> together = new ArrayList<>();
    for (Joining one : joining) {
      if (one.change().isTargetNamed()) {
        // Whose the name is can depend on what joined before, and can move what did.
        joinTogether(sql, together, now);
        together.clear();
        joinNamed(sql, one, now);
      } else {
        together.add(one);
      }
    }
    joinTogether(sql, together, now);
  }

  private void joinTogether(Sql sql, List<Joining> joining, Instant now) throws SQLException {
    if (joining.isEmpty()) {
      return;
    }
    names.ensureTargets(sql, joining.stream().map(Joining::change).toList());
    List<FairOrder.Head> leading = areAlone(sql, joining) ? leading(sql, joining) : List.of();
    heads.lead(sql, leading, now);
    Set<Long> lead = leading.stream().map(head -> head.change().seq()).collect(Collectors.toSet());
    queue(sql, joining.stream().filter(one -> !lead.contains(one.change.seq())).toList(), now);
  }

  private void queue(Sql sql, List<Joining> joining, Instant now) throws SQLException {
    sql.updateAll(
        """
        UPDATE change SET state = 'queued', unresolved = NULL, position = v.column1, target_id = (
          SELECT a.target_id FROM target_alias a
          WHERE a.account_id = change.account_id AND a.line_key = change.line_key)
        FROM %s AS v WHERE seq = v.column2
        """,
        joining.stream().map(one -> new Object[] {one.position, one.change.seq()}).toList());
    heads.joined(sql, joining.stream().map(one -> one.change.seq()).toList(), now);
  }

  /** Whether none of them waits for another line, nor another line for one of them. */
  private static boolean areAlone(Sql sql, List<Joining> joining) throws SQLException {
    if (!joining.stream().map(Joining::change).allMatch(Gates::isOnlyForLooks)) {
      return false;
    }
    Object[] accounts =
        Sql.padded(joining.stream().map(one -> one.change.accountId()).distinct().toArray());
    return !sql.exists(
        "SELECT 1 FROM change WHERE unresolved IS NOT NULL AND account_id IN "
            + Sql.in(accounts.length)
            + " LIMIT 1",
        accounts);
  }

  /** Those before whom nobody is in their lines. */
  private static List<FairOrder.Head> leading(Sql sql, List<Joining> joining) throws SQLException {
    Object[] seqs = Sql.padded(joining.stream().map(one -> one.change.seq()).toArray());
    Map<Long, Long> empty = new HashMap<>();
    sql.list(
        """
        SELECT c.seq, t.id FROM change c
        JOIN target_alias a ON a.account_id = c.account_id AND a.line_key = c.line_key
        JOIN target t ON t.id = a.target_id
        WHERE t.head_seq IS NULL AND c.seq IN
        """
            + Sql.in(seqs.length),
        row -> empty.put(row.number("seq"), row.number("id")),
        seqs);
    Set<Long> taken = new HashSet<>();
    return joining.stream()
        .filter(one -> empty.containsKey(one.change.seq()))
        .filter(one -> taken.add(empty.get(one.change.seq())))
        .map(one -> new FairOrder.Head(one.change, empty.get(one.change.seq()), one.position))
        .toList();
  }

  private void joinNamed(Sql sql, Joining one, Instant now) throws SQLException {
    ChangeRow change = one.change;
    Targets.Found target = names.target(sql, change, now);
    sql.update(
        """
        UPDATE change SET state = 'queued', target_id = ?, position = ?, unresolved = ?
        WHERE seq = ?
        """,
        target.id(),
        one.position,
        isKnown(sql, change, target) ? null : change.usesKind(),
        change.seq());
    heads.joined(sql, List.of(change.seq()), now);
  }

  private static boolean isKnown(Sql sql, ChangeRow change, Targets.Found target)
      throws SQLException {
    return target.objectKey() != null
        && KnownObjects.idsNamed(
                    sql,
                    change.accountId(),
                    ObjectKind.valueOf(change.usesKind()),
                    change.usesName())
                .size()
            < 2;
  }

  /** Changes of one account were settled: they leave their lines, and others go on. */
  public void leave(Sql sql, List<SettledChange> settled, Instant now) throws SQLException {
    Map<Long, ChangeRow> applied = new LinkedHashMap<>();
    for (SettledChange one : settled) {
      long target = names.settled(sql, one.change(), one.decision(), now);
      if (one.decision().outcome() == Outcome.APPLIED) {
        applied.put(target, one.change());
      }
    }
    Targets.applied(sql, applied);
    heads.next(sql, settled.stream().map(one -> one.change().targetId()).toList(), now);
    Set<String> opened = new LinkedHashSet<>();
    settled.forEach(one -> opened.addAll(Gates.openedBy(one.change())));
    for (String gate : opened) {
      heads.open(sql, settled.get(0).change().accountId(), gate, now);
    }
  }

  /**
   * Changes are about to be sent, to the objects that were found for them. Where a change turns out
   * to be about an object whose line it is not in, it takes its place there.
   *
   * @return whether all of them are still to be sent; false where another change comes first now
   */
  public boolean sending(Sql sql, List<Intent> intents, Instant now) throws SQLException {
    Map<Long, Intent> sent = new LinkedHashMap<>();
    intents.stream()
        .filter(intent -> intent.kind() == Intent.Kind.CHANGE)
        .forEach(intent -> sent.put(intent.seq(), intent));
    List<Long> seqs = List.copyOf(sent.keySet());
    List<ChangeRow> changes = ChangeRow.find(sql, seqs);
    List<ChangeRow> toResolve =
        changes.stream()
            .filter(change -> change.isTargetNamed() || change.unresolved() != null)
            .toList();
    boolean all = true;
    for (ChangeRow change : toResolve) {
      all &= sending(sql, sent.get(change.seq()), now);
    }
    // Those may have taken their places before others.
    List<ChangeRow> after = toResolve.isEmpty() ? changes : ChangeRow.find(sql, seqs);
    return all && after.stream().allMatch(change -> change.state().equals("waiting"));
  }

  private boolean sending(Sql sql, Intent intent, Instant now) throws SQLException {
    ChangeRow change = ChangeRow.find(sql, intent.seq()).orElseThrow();
    if (!change.state().equals("waiting")) {
      return false;
    }
    boolean moved =
        change.isTargetNamed()
            && intent.objectId() != null
            && names.bind(sql, change, intent.objectId(), now);
    resolved(sql, change, now);
    return !moved;
  }

  /** A change waits for another one to give the name that nobody has: that one goes first. */
  public void awaiting(Sql sql, ChangeRow waiting, Instant due, Instant now) throws SQLException {
    resolved(sql, waiting, now);
    if (waiting.isTargetNamed()) {
      names.unbind(sql, waiting, now);
    }
    ChangeRow change = ChangeRow.find(sql, waiting.seq()).orElseThrow();
    Optional<Long> giver = giverBehind(sql, change);
    sql.update(
        "UPDATE change SET gate = ?, due_at = ? WHERE seq = ?",
        Gates.ofName(change.usesKind(), change.usesName()),
        giver.isPresent() ? now : due,
        change.seq());
    if (giver.isPresent()) {
      sql.update(
          "UPDATE change SET position = ? WHERE seq = ?", change.position() - 1, giver.get());
      heads.again(sql, change.accountId(), change.targetId(), now);
    }
    if (waiting.gate() == null) {
      openGatesOfLine(sql, change.targetId(), now);
    }
  }

  /** A line whose head was put back keeps nobody any more. */
  private void openGatesOfLine(Sql sql, long targetId, Instant now) throws SQLException {
    List<ChangeRow> oneOfEachSort =
        sql.list(
            """
            SELECT c.* FROM change c WHERE c.seq IN (
              SELECT MIN(seq) FROM change
              WHERE target_id = ? AND state IN ('queued', 'gated', 'waiting', 'sending')
              GROUP BY operation, gives_name, uses_name, takes_name, unresolved)
            ORDER BY c.seq
            """,
            ChangeRow::of,
            targetId);
    for (ChangeRow change : oneOfEachSort) {
      for (String gate : Gates.openedBy(change)) {
        heads.lookAgain(sql, change.accountId(), gate, now);
      }
    }
  }

  private static Optional<Long> giverBehind(Sql sql, ChangeRow change) throws SQLException {
    return sql.first(
        """
        SELECT seq FROM change WHERE target_id = ?
          AND state IN ('queued', 'gated', 'waiting', 'sending')
          AND gives_kind = ? AND gives_name = ? AND position > ?
        ORDER BY position LIMIT 1
        """,
        row -> row.number("seq"),
        change.targetId(),
        change.usesKind(),
        change.usesName(),
        change.position());
  }

  /** A list showed these objects. */
  public void seen(
      Sql sql, long accountId, ObjectKind kind, List<ListedObject> objects, Instant now)
      throws SQLException {
    for (ListedObject object : objects) {
      names.seen(sql, accountId, kind, object, now);
    }
  }

  /**
   * A list was read to its end: a name that it did not show belongs to nobody. What it shows is
   * known already, but for names of several objects.
   */
  public void listed(Sql sql, long accountId, ObjectKind kind, Instant startedAt, Instant now)
      throws SQLException {
    sql.update(
        """
        UPDATE change SET unresolved = NULL
        WHERE account_id = ? AND unresolved = ? AND received_at <= ?
          AND NOT EXISTS (
            SELECT 1
        """
            + KnownObjects.KNOWN
            + """
                change.account_id AND o.kind = change.uses_kind AND o.name = change.uses_name
                LIMIT 1 OFFSET 1)
            """,
        accountId,
        kind.name(),
        startedAt);
    heads.open(sql, accountId, Gates.ofLook(kind.name()), now);
  }

  private void resolved(Sql sql, ChangeRow change, Instant now) throws SQLException {
    if (change.unresolved() != null) {
      sql.update("UPDATE change SET unresolved = NULL WHERE seq = ?", change.seq());
      openLook(sql, change, now);
    }
  }

  private void openLook(Sql sql, ChangeRow change, Instant now) throws SQLException {
    if (change.unresolved() != null) {
      heads.open(sql, change.accountId(), Gates.ofLook(change.unresolved()), now);
    }
  }

  /** Repairs a line whose head is not in delivery. */
  void repair(Sql sql, long accountId, long targetId, Instant now) throws SQLException {
    heads.again(sql, accountId, targetId, now);
  }

  /** Looks again at what a gated change waits for. */
  void lookAgain(Sql sql, long accountId, String gate, Instant now) throws SQLException {
    heads.lookAgain(sql, accountId, gate, now);
  }
}
