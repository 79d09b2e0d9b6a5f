package io.connectorroutes.camel.ledger;

import java.time.Duration;

/**
 * How long to wait before the next look for what nobody tells of: short after something was found,
 * and twice as long with each look that finds nothing.
 */
final class PollDelay {
  private final Duration shortest;
  private final Duration longest;

  private volatile Duration delay;

  /** The longest at first. */
  PollDelay(Duration shortest, Duration longest) {
    this.shortest = shortest.compareTo(longest) < 0 ? shortest : longest;
    this.longest = longest;
    this.delay = longest;
  }

  /** There was something: there may be more soon. */
  void found() {
    delay = shortest;
  }

  /** There was nothing. */
  void foundNothing() {
    Duration doubled = delay.multipliedBy(2);
    delay = doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  /** Until the next look. */
  Duration get() {
    return delay;
  }
}
