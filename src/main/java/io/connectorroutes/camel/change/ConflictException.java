package io.connectorroutes.camel.change;

/**
 * Graph refused the change for something else that goes on at the same time or is there already
 * (409). With the code {@code Directory_ConcurrencyViolation} the same change may be sent again
 * after a moment.
 */
public class ConflictException extends GraphCallException {
  private static final long serialVersionUID = 1L;

  /** See {@link GraphCallException}. */
  ConflictException(String message, Integer status, String errorCode, String requestId) {
    super(message, status, errorCode, requestId);
  }
}
