package io.connectorroutes.ledger.outbox;

import io.connectorroutes.ledger.RequestBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * How fast an account's changes went lately.
 *
 * @param requests that were answered or given up
 * @param changes that they were for, each counted once
 * @param first when the first of these requests ended; null where there are none
 */
record Pace(long requests, long changes, Instant first) {
  /** What went in so short a time says nothing of the next minutes, where there is a budget. */
  private static final Duration TOO_SHORT = Duration.ofSeconds(15);

  /** Changes a second, as far as budget and requests can tell. */
  OptionalDouble perSecond(RequestBudget budget, Instant now) {
    if (!budget.isLimited()) {
      return requests == 0 ? OptionalDouble.empty() : OptionalDouble.of(measured(now));
    }
    double most = 1000.0 * budget.requests() / budget.window().toMillis();
    if (requests == 0) {
      return OptionalDouble.of(most);
    }
    double allowed = most * changes / requests;
    boolean isTooShort = first.plus(TOO_SHORT).isAfter(now);
    return OptionalDouble.of(isTooShort ? allowed : Math.min(allowed, measured(now)));
  }

  private double measured(Instant now) {
    return 1000.0 * changes / Math.max(1000, Duration.between(first, now).toMillis());
  }
}
