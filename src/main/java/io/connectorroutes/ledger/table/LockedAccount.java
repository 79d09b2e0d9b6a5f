package io.connectorroutes.ledger.table;

/**
 * An account whose row this transaction has locked. Whoever alters its changes or what they hold
 * has one of these.
 *
 * @param open how many enqueued changes of it were unsettled when it was locked
 * @param lastRank the highest rank of a change of it that is settled
 */
public record LockedAccount(long id, long open, long lastRank) {

  /** Whether so many changes may not be the only ones. */
  public boolean hasMoreThan(int changes) {
    return open > changes;
  }
}
