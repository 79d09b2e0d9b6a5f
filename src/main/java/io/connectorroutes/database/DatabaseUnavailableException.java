package io.connectorroutes.database;

/** The database does not answer now; the same call may go through later. Nothing was committed. */
public class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
