package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Sql;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Rows of table {@code wake}: changes whose followers are still to be looked at. */
final class Wakes {
  /**
   * One of them.
   *
   * @param afterSeq its followers up to that number have been looked at
   */
  record Wake(long seq, long afterSeq) {}

  private Wakes() {}

  /** All followers of these changes are to be looked at. */
  static void add(Sql sql, long accountId, Collection<Long> seqs) throws SQLException {
    sql.updateAll(
        """
        INSERT INTO wake (account_id, seq, after_seq)
        SELECT v.column1, v.column2, 0 FROM %s AS v WHERE TRUE
        ON CONFLICT (account_id, seq) DO UPDATE SET after_seq = 0
        """,
        seqs.stream().map(seq -> new Object[] {accountId, seq}).toList());
  }

  /**
   * The same of all changes that hold one of these keys and block others. Asked for each by itself:
   * as a join, all blocked changes might be read.
   */
  static void addHolders(Sql sql, long accountId, List<String> keys) throws SQLException {
    for (String key : keys) {
      sql.update(
          """
          INSERT INTO wake (account_id, seq, after_seq)
          SELECT h.account_id, h.seq, 0 FROM hold h
          WHERE h.account_id = ? AND h.hold_key = ?
            AND (SELECT c.seq FROM change c WHERE c.blocked_by = h.seq LIMIT 1) IS NOT NULL
          ON CONFLICT (account_id, seq) DO UPDATE SET after_seq = 0
          """,
          accountId,
          key);
    }
  }

  /** The next ones of an account. */
  static List<Wake> next(Sql sql, long accountId, int limit) throws SQLException {
    return sql.list(
        "SELECT seq, after_seq FROM wake WHERE account_id = ? ORDER BY seq LIMIT ?",
        row -> new Wake(row.number("seq"), row.number("after_seq")),
        accountId,
        limit);
  }

  static void goOn(Sql sql, long accountId, long seq, long lastSeen) throws SQLException {
    sql.update(
        "UPDATE wake SET after_seq = ? WHERE account_id = ? AND seq = ?", lastSeen, accountId, seq);
  }

  static void done(Sql sql, long accountId, Collection<Long> seqs) throws SQLException {
    if (!seqs.isEmpty()) {
      Object[] done = Sql.padded(seqs.toArray());
      sql.update(
          "DELETE FROM wake WHERE account_id = ? AND seq IN " + Sql.in(done.length),
          Stream.concat(Stream.of(accountId), Stream.of(done)).toArray());
    }
  }
}
