package io.connectorroutes.app.config;

import java.time.Duration;

/**
 * At most so many requests in any window of that length.
 *
 * @param requests at least 1; null for no limit
 * @param window positive; null for no limit
 */
public record Budget(Integer requests, Duration window) {
  /** No limit. */
  public static final Budget NONE = new Budget(null, null);

  /** Whether there is a limit. */
  public boolean isLimited() {
    return requests != null;
  }
}
