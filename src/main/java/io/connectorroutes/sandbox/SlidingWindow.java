package io.connectorroutes.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Counts the requests of one tenant within a sliding window. Microsoft's page "Microsoft Graph
 * throttling guidance" has it that requests sent while throttled count as well.
 */
final class SlidingWindow {
  private final Budget budget;
  private final Clock clock;
  private final Deque<Instant> arrivals = new ArrayDeque<>();

  SlidingWindow(Budget budget, Clock clock) {
    this.budget = budget;
    this.clock = clock;
  }

  /**
   * Counts a request that arrives now.
   *
   * @return empty where it is within the budget, else how long until a slot is free
   */
  synchronized Optional<Duration> arrive() {
    Instant now = clock.instant();
    while (!arrivals.isEmpty() && !arrivals.peekFirst().plus(budget.window()).isAfter(now)) {
      arrivals.removeFirst();
    }
    arrivals.addLast(now);
    return arrivals.size() <= budget.requests()
        ? Optional.empty()
        : Optional.of(Duration.between(now, slotFree()));
  }

  /** When so many have left the window that one more would be within the budget. */
  private Instant slotFree() {
    Iterator<Instant> oldest = arrivals.iterator();
    Instant leaving = oldest.next();
    for (int left = arrivals.size() - budget.requests(); left > 0; left--) {
      leaving = oldest.next();
    }
    return leaving.plus(budget.window());
  }
}
