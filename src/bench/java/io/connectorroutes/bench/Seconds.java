package io.connectorroutes.bench;

import java.time.Duration;
import java.time.Instant;

/** Durations as decimal seconds. */
final class Seconds {
  private Seconds() {}

  static double of(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  static double between(Instant start, Instant end) {
    return of(Duration.between(start, end));
  }
}
