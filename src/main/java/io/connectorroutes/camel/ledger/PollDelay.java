package io.connectorroutes.camel.ledger;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait before the next look for what other workers have made, whose processes send no
 * signals here. Where some was found lately: short after any find, and twice as long with each look
 * that finds nothing. Else there are no others, or they have nothing to do.
 */
public final class PollDelay {
  private static final Duration LATELY = Duration.ofMinutes(10);

  private final Duration shortest;
  private final Duration longest;
  private final LongSupplier nanoTime;

  private boolean hasOthers;
  private long othersFoundAt;
  private Duration delay;

  /**
   * The longest at first.
   *
   * @param nanoTime a monotonic clock
   */
  public PollDelay(Duration shortest, Duration longest, LongSupplier nanoTime) {
    this.shortest = shortest.compareTo(longest) < 0 ? shortest : longest;
    this.longest = longest;
    this.nanoTime = nanoTime;
    this.delay = longest;
  }

  /**
   * There was something.
   *
   * @param isSignalled whether a signal of this process may have told of it
   */
  public synchronized void found(boolean isSignalled) {
    long now = nanoTime.getAsLong();
    if (!isSignalled) {
      hasOthers = true;
      othersFoundAt = now;
    }
    hasOthers &= now - othersFoundAt < LATELY.toNanos();
    delay = hasOthers ? shortest : longest;
  }

  /** There was nothing. */
  public synchronized void foundNothing() {
    Duration doubled = delay.multipliedBy(2);
    delay = doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  /** Until the next look. */
  public synchronized Duration get() {
    return delay;
  }
}
