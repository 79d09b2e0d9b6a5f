package io.connectorroutes.ledger;

import java.time.Duration;
import java.util.OptionalLong;

/** Lets go of what was settled long ago. What is left of a change is its id, for duplicates. */
public interface Retention {
  /**
   * Looks at the next few changes, in order of acceptance, and deletes those that were settled
   * longer ago than {@code keep}, with their history. One short transaction. What is still to be
   * published, rows of a job without its result files, and what has a dead letter that is open, or
   * was discarded less than {@code keep} ago, stay; so does what a subscriber has not acknowledged
   * that was read for in the last 30 days.
   *
   * @param keep not negative; requests that count in a tenant's budget stay whatever it is
   * @param after 0 to begin with, then what the last call returned
   * @return where to go on; empty when there is no more to look at
   */
  OptionalLong prune(Duration keep, long after);
}
