package io.connectorroutes.camel.change;

/**
 * The answer to a request was lost that creates or adds something, so that nobody knows whether it
 * was done: it must not be sent again before somebody has looked in the tenant.
 */
public class OutcomeUnknownException extends GraphCallException {
  private static final long serialVersionUID = 1L;

  /** See {@link GraphCallException}. */
  OutcomeUnknownException(String message, Integer status, String errorCode, String requestId) {
    super(message, status, errorCode, requestId);
  }
}
