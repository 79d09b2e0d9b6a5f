package io.connectorroutes.secret;

/**
 * A reference that gives no secret. The message is one line for a person: which reference, why, and
 * the remedy; it holds no secret.
 */
public class SecretException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With reference, reason and remedy. */
  public SecretException(String message) {
    super(message);
  }
}
