package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Dialect;
import io.connectorroutes.database.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what blocks changes: the last earlier change that holds a key that they await. */
final class Blockers {
  private record Blocker(long of, long seq, Place place) {}

  private final String query;

  Blockers(Dialect dialect) {
    this.query =
        "SELECT v.column1 AS blocked, found.seq, found.place, found.counter FROM %s AS v"
            + dialect.joinFirst(
                "t.seq, t.place, t.counter",
                "hold",
                "t.account_id = v.column2 AND t.hold_key = v.column3"
                    + " AND (t.place, t.counter) < (v.column4, v.column5)"
                    + " ORDER BY t.place DESC, t.counter DESC");
  }

  /**
   * Looks at changes whose accounts are locked.
   *
   * @return by the numbers of those that are blocked
   */
  Map<Long, Long> of(Sql sql, List<OrderedChange> changes) throws SQLException {
    Map<Long, Known> known = Known.of(sql, changes);
    List<Object[]> awaited = new ArrayList<>();
    for (OrderedChange change : changes) {
      Footprint.of(change.facts(), known.get(change.seq()))
          .awaits()
          .forEach(key -> awaited.add(row(change, key)));
    }
    Map<Long, Blocker> last = new HashMap<>();
    for (Blocker blocker :
        sql.ask(
            query,
            row ->
                new Blocker(
                    row.number("blocked"),
                    row.number("seq"),
                    new Place(row.number("place"), row.count("counter"))),
            awaited)) {
      last.merge(
          blocker.of, blocker, (one, other) -> one.place.compareTo(other.place) < 0 ? other : one);
    }
    Map<Long, Long> blockers = new HashMap<>();
    last.forEach((change, blocker) -> blockers.put(change, blocker.seq));
    return blockers;
  }

  private static Object[] row(OrderedChange change, String key) {
    return new Object[] {
      change.seq(), change.accountId(), key, change.place().number(), change.place().counter()
    };
  }
}
