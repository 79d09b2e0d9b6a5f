package io.connectorroutes.camel.change;

/**
 * Graph refused the change for good, or nothing or several things in the tenant have the name that
 * it goes by. To send the same change again does not help.
 */
public class RefusedException extends GraphCallException {
  private static final long serialVersionUID = 1L;

  /** See {@link GraphCallException}. */
  RefusedException(String message, Integer status, String errorCode, String requestId) {
    super(message, status, errorCode, requestId);
  }
}
