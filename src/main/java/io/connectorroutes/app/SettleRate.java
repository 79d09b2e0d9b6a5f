package io.connectorroutes.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** How many rows get their outcome a minute, by what was seen in the last minutes. */
final class SettleRate {
  /** A budget of Graph is used in bursts of a minute. */
  private static final Duration LATELY = Duration.ofMinutes(2);

  /** What goes in so short a time says nothing of the next minutes. */
  private static final Duration TOO_SHORT = Duration.ofSeconds(15);

  private record Seen(long nanos, long done) {}

  private final LongSupplier nanoTime;
  private final Deque<Seen> seen = new ArrayDeque<>();

  SettleRate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** So many rows have an outcome now. */
  void add(long done) {
    long now = nanoTime.getAsLong();
    seen.addLast(new Seen(now, done));
    while (seen.size() > 2 && now - seen.getFirst().nanos > LATELY.toNanos()) {
      seen.removeFirst();
    }
  }

  /** Rows a minute; 0 while nobody can say. */
  long perMinute() {
    return time().compareTo(TOO_SHORT) < 0
        ? 0
        : done() * Duration.ofMinutes(1).toNanos() / time().toNanos();
  }

  private long done() {
    return seen.isEmpty() ? 0 : seen.getLast().done - seen.getFirst().done;
  }

  private Duration time() {
    return seen.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(seen.getLast().nanos - seen.getFirst().nanos);
  }
}
