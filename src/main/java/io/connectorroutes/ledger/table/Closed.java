package io.connectorroutes.ledger.table;

/**
 * Changes of an account that are settled.
 *
 * @param open how many of them were enqueued, and so among its open ones
 * @param rank the highest of them; 0 for none
 */
public record Closed(int open, long rank) {
  public static final Closed NONE = new Closed(0, 0);

  /** These and others. */
  public Closed and(Closed other) {
    return new Closed(open + other.open, Math.max(rank, other.rank));
  }
}
