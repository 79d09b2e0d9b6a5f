package io.connectorroutes.ledger;

import java.time.Duration;

/**
 * How many Graph requests an account may send.
 *
 * @param requests at most so many in any window; at least 1
 * @param window the length of a window; positive
 */
public record RequestBudget(int requests, Duration window) {
  /** No limit. */
  public static final RequestBudget NONE = new RequestBudget(Integer.MAX_VALUE, Duration.ZERO);

  /** Whether there is a limit. */
  public boolean isLimited() {
    return requests < Integer.MAX_VALUE;
  }
}
