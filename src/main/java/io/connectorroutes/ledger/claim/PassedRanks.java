package io.connectorroutes.ledger.claim;

import java.util.List;

/**
 * Ranks below that of a change that is settled already. What was paused, rested, blocked or put off
 * has such a rank when it is due again, and all that came meanwhile has a higher one. A claim
 * begins with the lowest ranks; where passed ones would fill it, half of it is for the others, so
 * that thousands that go on at once hold up nobody.
 */
final class PassedRanks {
  private PassedRanks() {}

  /**
   * How many changes of a claim are to have ranks that were not passed, if there are such; 0 where
   * the lowest ranks that are due include one.
   *
   * @param most how many changes the claim may have
   * @param ranks the lowest ones that are due, in order; no more than that
   * @param lastRank of the account
   */
  static int others(int most, List<Long> ranks, long lastRank) {
    return most <= 0 || ranks.size() < most || ranks.get(most - 1) >= lastRank
        ? 0
        : (most + odd(ranks.get(0), lastRank)) / 2;
  }

  /**
   * 1 where the odd one of a claim is for the others, else 0. Each change that is settled raises
   * the sum of both ranks, so that neither side has it for long.
   */
  static int odd(long lowest, long lastRank) {
    return Long.bitCount(lowest + lastRank) % 2;
  }
}
