package io.connectorroutes.ledger;

/**
 * What was recorded of a file was dropped while it was being recorded: another process records the
 * same file, and has refused it, or has found another one in its place. Whoever reads the file
 * again finds out by itself.
 */
public class JobDroppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobDroppedException(String message) {
    super(message);
  }
}
