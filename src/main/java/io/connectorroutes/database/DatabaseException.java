package io.connectorroutes.database;

/**
 * The ledger cannot be used as asked: wrong key, foreign or newer database, missing configuration.
 * The message is one line that says what to do.
 */
public class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseException(String message) {
    super(message);
  }

  public DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
