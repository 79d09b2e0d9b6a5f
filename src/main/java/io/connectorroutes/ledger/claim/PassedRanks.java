package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import java.sql.SQLException;
import java.util.List;

/**
 * Ranks of an account below that of a change that is settled already. What was paused, rested,
 * blocked or put off has such a rank when it is due again, and all that came meanwhile has a higher
 * one. A claim begins with the lowest ranks; where passed ones would fill it, half of it is for the
 * others, so that thousands that go on at once hold up nobody.
 *
 * @param last the highest rank of a change that is settled
 * @param served the number of the account's last claim, among those of all accounts
 */
record PassedRanks(long last, long served) {
  static PassedRanks of(Row row) throws SQLException {
    return new PassedRanks(row.number("last_rank"), row.number("last_served"));
  }

  static PassedRanks of(Sql sql, long accountId) throws SQLException {
    return sql.first(
            "SELECT last_rank, last_served FROM account WHERE id = ?", PassedRanks::of, accountId)
        .orElseThrow();
  }

  /**
   * How many changes of a claim are to have ranks that were not passed, if there are such; 0 where
   * the lowest ranks that are due include one.
   *
   * @param most how many changes the claim may have
   * @param lowest the lowest ranks that are due, in order; no more than that
   */
  int others(int most, List<Long> lowest) {
    return most <= 0 || lowest.size() < most || lowest.get(most - 1) >= last
        ? 0
        : (most + (areOthersFirst() ? 1 : 0)) / 2;
  }

  /**
   * Whether the others come first, and have the odd one of a claim: in one of each two claims that
   * have numbers 2n and 2n + 1. Neither side waits for long either where an account gets each
   * second or third claim only, as it would by odd and even numbers.
   */
  boolean areOthersFirst() {
    return Long.bitCount(served) % 2 == 1;
  }
}
