package io.connectorroutes.identity;

/** An Azure service cannot be logged in to, as there is no token; one line that says why. */
public final class NoTokenForServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoTokenForServiceException(String message) {
    super(message);
  }
}
