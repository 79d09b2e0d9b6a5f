package io.connectorroutes.sandbox;

import java.time.Duration;

/**
 * How many requests a tenant may send; one more is answered with 429. Microsoft's page "Microsoft
 * Graph service-specific throttling limits" gives 200 requests a minute for one app in one tenant
 * to the identity providers service, which serves API connectors and user flows.
 *
 * @param requests at most so many in any window of that length; at least 1
 * @param window longer than nothing
 */
public record Budget(int requests, Duration window) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException where a value is out of range
   */
  public Budget {
    if (requests < 1) {
      throw new IllegalArgumentException("budget: requests must be at least 1, not " + requests);
    }
    if (window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("budget: the window must be longer than nothing");
    }
  }
}
