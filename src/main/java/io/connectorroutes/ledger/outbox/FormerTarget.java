package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.directory.KnownObjects;
import io.connectorroutes.ledger.order.Applied;
import io.connectorroutes.ledger.order.OrderFacts;
import io.connectorroutes.ledger.order.OrderedChange;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a settled change was about, by all that is known now.
 *
 * @param ids of objects; empty where none is known, and for what is put into something
 * @param keys the ordering keys of the objects, or of what something is put into
 * @param names those of the names by which it went
 */
record FormerTarget(Set<String> ids, Set<String> keys, Set<String> names) {
  private static final int MOST_FOLLOWERS = 100;

  private record Follower(String changeId, long position) {
    static Follower of(Row row) throws SQLException {
      return new Follower(row.text("change_id"), row.number("position"));
    }
  }

  static FormerTarget of(Sql sql, ChangeRow change) throws SQLException {
    OrderFacts facts = OrderedChange.facts(change);
    if (facts.place() != null) {
      return new FormerTarget(Set.of(), Set.of(facts.place()), Set.of());
    }
    Set<String> ids = new HashSet<>();
    Stream.of(change.objectId(), change.resourceId()).filter(Objects::nonNull).forEach(ids::add);
    if (facts.name() != null) {
      KnownObjects.Question named =
          new KnownObjects.Question(change.accountId(), facts.kind(), facts.name(), change.seq());
      KnownObjects.withNames(sql, List.of(named)).forEach(one -> ids.add(one.id()));
    }
    Set<String> keys = new HashSet<>();
    ids.forEach(id -> Applied.key(facts, id).ifPresent(keys::add));
    return new FormerTarget(ids, keys, Applied.names(facts));
  }

  /** Whether a change that was accepted later was applied to it. */
  boolean isOvertaken(Sql sql, ChangeRow change) throws SQLException {
    return Applied.last(sql, change.accountId(), keys.isEmpty() ? names : keys).values().stream()
        .anyMatch(last -> last.position() > change.position());
  }

  /** The ids of changes that were accepted later: that are open, or were applied. */
  List<String> followers(Sql sql, ChangeRow change) throws SQLException {
    Set<Follower> found = new HashSet<>(open(sql, change));
    if (change.putInto() != null) {
      found.addAll(applied(sql, change, "put_into = ?", change.putInto()));
    }
    for (String id : ids) {
      found.addAll(
          applied(
              sql, change, "put_into IS NULL AND resource_id IS NOT NULL AND resource_id = ?", id));
    }
    return found.stream()
        .sorted((one, other) -> Long.compare(one.position, other.position))
        .map(Follower::changeId)
        .limit(MOST_FOLLOWERS)
        .toList();
  }

  /** Each key's in the order of their places, which is that of acceptance for nearly all. */
  private List<Follower> open(Sql sql, ChangeRow change) throws SQLException {
    List<Follower> found = new ArrayList<>();
    for (String key : Stream.concat(keys.stream(), names.stream()).toList()) {
      found.addAll(
          sql.list(
              """
              SELECT c.change_id, c.position FROM hold h JOIN change c ON c.seq = h.seq
              WHERE h.account_id = ? AND h.hold_key = ? AND h.place > ? AND c.position > ?
              ORDER BY h.place, h.counter LIMIT ?
              """,
              Follower::of,
              change.accountId(),
              key,
              change.position(),
              change.position(),
              MOST_FOLLOWERS));
    }
    return found;
  }

  private static List<Follower> applied(Sql sql, ChangeRow change, String condition, String value)
      throws SQLException {
    return sql.list(
        "SELECT change_id, position FROM change WHERE account_id = ? AND outcome = 'applied' AND "
            + condition
            + " AND position > ? ORDER BY position LIMIT ?",
        Follower::of,
        change.accountId(),
        value,
        change.position(),
        MOST_FOLLOWERS);
  }
}
