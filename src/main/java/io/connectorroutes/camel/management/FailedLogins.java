package io.connectorroutes.camel.management;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Logins that failed, by address: ten within a minute, and the address rests for a minute. Of the
 * addresses that failed last, a bounded number is remembered.
 */
final class FailedLogins {
  static final int MOST = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);
  static final Duration REST = Duration.ofMinutes(1);

  private final Clock clock;
  private final int addresses;

  /** The times of an address's last failures, ten at the most; who failed last stands last. */
  private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();

  /**
   * @param addresses how many are remembered at the most
   */
  FailedLogins(Clock clock, int addresses) {
    this.clock = clock;
    this.addresses = addresses;
  }

  /** How long an address has still to rest; zero where it has not. */
  synchronized Duration rest(String address) {
    Deque<Instant> times = failures.get(address);
    if (times == null
        || times.size() < MOST
        || Duration.between(times.getFirst(), times.getLast()).compareTo(WINDOW) >= 0) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(clock.instant(), times.getLast().plus(REST));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Notes one more. */
  synchronized void add(String address) {
    Deque<Instant> times = failures.remove(address);
    if (times == null) {
      times = new ArrayDeque<>(MOST);
    } else if (times.size() == MOST) {
      times.removeFirst();
    }
    times.addLast(clock.instant());
    failures.put(address, times);
    if (failures.size() > addresses) {
      failures.remove(failures.keySet().iterator().next());
    }
  }
}
