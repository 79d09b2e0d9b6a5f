package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Rows of table {@code hold}. */
final class Holds {
  private Holds() {}

  /** Changes hold their keys from now on. */
  static void insert(Sql sql, List<OrderedChange> changes) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    for (OrderedChange change : changes) {
      for (Hold hold : Footprint.of(change.facts(), Known.NOTHING).holds()) {
        rows.add(
            new Object[] {
              change.accountId(),
              hold.key(),
              change.place().number(),
              change.place().counter(),
              change.seq(),
              hold.gives() ? 1 : 0
            });
      }
    }
    sql.updateAll(
        """
        INSERT INTO hold (account_id, hold_key, place, counter, seq, gives)
        SELECT v.column1, v.column2, v.column3, v.column4, v.column5, v.column6 FROM %s AS v
        """,
        rows);
  }

  /** Changes are settled. */
  static void delete(Sql sql, Collection<Long> seqs) throws SQLException {
    Object[] settled = Sql.padded(seqs.toArray());
    sql.update("DELETE FROM hold WHERE seq IN " + Sql.in(settled.length), settled);
  }

  /** A change has moved. */
  static void move(Sql sql, long seq, Place to) throws SQLException {
    sql.update(
        "UPDATE hold SET place = ?, counter = ? WHERE seq = ?", to.number(), to.counter(), seq);
  }

  /** The place of the first change behind a change that gives the name by which it refers. */
  static Optional<Place> giver(Sql sql, OrderedChange change) throws SQLException {
    return sql.first(
        """
        SELECT place, counter FROM hold
        WHERE account_id = ? AND hold_key = ? AND gives = 1 AND (place, counter) > (?, ?)
        ORDER BY place, counter LIMIT 1
        """,
        row -> new Place(row.number("place"), row.count("counter")),
        change.accountId(),
        OrderKey.name(change.facts().kind(), change.facts().name()),
        change.place().number(),
        change.place().counter());
  }

  /** The place behind a giver, and behind those that moved there before. */
  static Place behind(Sql sql, OrderedChange change, Place giver) throws SQLException {
    String last =
        "(SELECT MAX(counter) FROM hold WHERE account_id = ? AND hold_key = ? AND place = ?)";
    OrderFacts facts = change.facts();
    long counter =
        sql.number(
                "SELECT MAX(counter) AS n FROM (SELECT "
                    + last
                    + " AS counter UNION ALL SELECT "
                    + last
                    + ") AS moved",
                change.accountId(),
                OrderKey.name(facts.kind(), facts.name()),
                giver.number(),
                change.accountId(),
                OrderKey.linkedName(facts.kind(), facts.name()),
                giver.number())
            .orElseThrow();
    return new Place(giver.number(), Math.toIntExact(counter + 1));
  }
}
