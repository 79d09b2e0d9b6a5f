package io.connectorroutes.delivery;

import io.connectorroutes.ledger.Park;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pauses of tenants. How often one was parked in a row is kept in memory only: the pause itself
 * is in the ledger. Bounded by the number of configured tenants.
 */
final class Parks {
  private final Backoff backoff;
  private final Map<String, Integer> inARow = new ConcurrentHashMap<>();

  Parks(Backoff backoff) {
    this.backoff = backoff;
  }

  /**
   * A pause.
   *
   * @param asked how long Graph asks to wait; where it does not, each pause in a row is longer
   */
  Park park(String account, Optional<Duration> asked, Instant now, String reason) {
    int before = inARow.merge(account, 1, Integer::sum) - 1;
    Duration pause = asked.orElseGet(() -> backoff.whileParked(before));
    return new Park(now.plus(pause), reason);
  }

  /** The tenant answered as it should. */
  void over(String account) {
    inARow.remove(account);
  }
}
