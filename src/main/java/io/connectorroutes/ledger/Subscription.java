package io.connectorroutes.ledger;

import java.time.Duration;
import java.util.List;

/**
 * What a worker reads for one subscriber. Of several workers the one that holds the lease reads; a
 * worker that dies loses it when its time is over. Nothing is lost and nothing is given in another
 * order where two read at once: both are given the same. For one thread at a time, but for {@link
 * #lease}.
 */
public interface Subscription<T> {
  /**
   * One of them.
   *
   * @param position to be acknowledged once it and all before it are done with; grows, with gaps
   */
  record Entry<T>(long position, T what) {}

  /**
   * Makes this worker the one that reads, or keeps it so, for that time from now on. The first
   * lease of all makes the subscriber known to the ledger, with its first position.
   *
   * @return false where another worker is it
   */
  boolean lease(Duration time);

  /** Lets another worker be the one that reads; nothing where it is another already. */
  void release();

  /**
   * The next ones behind the position, the same ones until they are acknowledged. What is of other
   * tenants is passed over, and is done with.
   *
   * @param limit 1 and up; each dead letter has its whole content
   * @return empty where there is nothing now; ask again after a signal, or a while
   */
  List<Entry<T>> next(int limit);

  /**
   * All up to that position is done with. A lower one than before alters nothing.
   *
   * @param position of an entry
   */
  void acknowledge(long position);
}
