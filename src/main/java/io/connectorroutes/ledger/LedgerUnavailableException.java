package io.connectorroutes.ledger;

/** The database does not answer now; the same call may go through later. Nothing was committed. */
public class LedgerUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
