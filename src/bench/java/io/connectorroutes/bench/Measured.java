package io.connectorroutes.bench;

import java.time.Duration;
import java.time.Instant;

/**
 * A contender's measured part.
 *
 * @param start when it was given its work
 * @param end when all was done
 * @param cpu processor time of its process meanwhile
 */
record Measured(Instant start, Instant end, Duration cpu) {
  double seconds() {
    return Seconds.between(start, end);
  }
}
