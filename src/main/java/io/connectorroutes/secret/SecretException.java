package io.connectorroutes.secret;

/**
 * A reference that gives no secret. The message is one line for a person: which reference, why, and
 * the remedy; it holds no secret.
 */
public class SecretException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;

  /** With reference, reason and remedy. */
  public SecretException(String message) {
    this(null, message);
  }

  /**
   * Of a field of a change.
   *
   * @param field its dotted path; null where it is not known
   * @param message begins with the field
   */
  public SecretException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** Dotted path of the field that the reference stands in; null where it is not known. */
  public String field() {
    return field;
  }
}
