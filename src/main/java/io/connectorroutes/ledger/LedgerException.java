package io.connectorroutes.ledger;

/**
 * The ledger cannot be used as asked: wrong key, foreign or newer database, missing configuration.
 * The message is one line that says what to do.
 */
public class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerException(String message) {
    super(message);
  }

  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
