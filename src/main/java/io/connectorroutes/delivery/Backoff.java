package io.connectorroutes.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try where Graph does not say. */
public final class Backoff {
  private static final Duration BASE = Duration.ofSeconds(1);
  private static final Duration PARK_BASE = Duration.ofSeconds(5);

  /** No wait of a change or a tenant is longer, where Graph does not say. */
  static final Duration CAP = Duration.ofMinutes(5);

  private static final Duration PROBE_CAP = Duration.ofSeconds(30);
  private static final int MAX_DOUBLINGS = 20;

  private final RandomGenerator random;

  /**
   * Waits with jitter from this generator.
   *
   * @param random thread safe, or used by one thread only
   */
  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Exponential with full jitter: anything from nothing to 1 s doubled with each try, 5 min at
   * most.
   *
   * @param tries failed tries before this one; 0 and up
   */
  Duration afterFailure(int tries) {
    return Duration.ofMillis(random.nextLong(doubled(BASE, tries).toMillis() + 1));
  }

  /**
   * For a tenant that is parked: at least half of 5 s doubled with each time, 5 min at most. Never
   * near nothing: what is sent to a throttled tenant counts against it.
   *
   * @param times how often it was parked in a row before
   */
  Duration whileParked(int times) {
    long longest = doubled(PARK_BASE, times).toMillis();
    return Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
  }

  /**
   * For a host that is tried again by one call: at least half of 1 s doubled with each time, 30 s
   * at most, as the call costs little and all tenants wait for it.
   *
   * @param failures how often in a row it was not reached before
   */
  Duration whileCircuitIsOpen(int failures) {
    Duration doubled = doubled(BASE, failures);
    long longest = (doubled.compareTo(PROBE_CAP) < 0 ? doubled : PROBE_CAP).toMillis();
    return Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
  }

  private static Duration doubled(Duration base, int times) {
    Duration wait = base.multipliedBy(1L << Math.min(times, MAX_DOUBLINGS));
    return wait.compareTo(CAP) < 0 ? wait : CAP;
  }
}
