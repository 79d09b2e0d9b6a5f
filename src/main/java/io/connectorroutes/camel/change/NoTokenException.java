package io.connectorroutes.camel.change;

/**
 * No token could be had for the tenant, or Graph takes none that it is given (401). Nothing was
 * done.
 */
public class NoTokenException extends GraphCallException {
  private static final long serialVersionUID = 1L;

  /** See {@link GraphCallException}. */
  NoTokenException(String message, Integer status, String errorCode, String requestId) {
    super(message, status, errorCode, requestId);
  }
}
