package io.connectorroutes.camel.change;

import java.time.Duration;

/** Graph throttles the tenant (429). The change may be sent again, but not before the wait. */
public class ThrottledException extends GraphCallException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * See {@link GraphCallException}.
   *
   * @param retryAfter null where Graph does not say
   */
  ThrottledException(
      String message, Integer status, String errorCode, String requestId, Duration retryAfter) {
    super(message, status, errorCode, requestId);
    this.retryAfter = retryAfter;
  }

  /**
   * How long Graph asks to wait, cut to {@code graph.max-wait}; above zero. Null where it does not
   * say.
   */
  public Duration getRetryAfter() {
    return retryAfter;
  }
}
