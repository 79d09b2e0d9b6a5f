package io.connectorroutes.config;

/**
 * The program cannot go on because of how it was called or configured, or because of input that it
 * cannot read: exit status 2. The message is one line for a person that says what is wrong and what
 * to do; it never holds a secret.
 */
public class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
