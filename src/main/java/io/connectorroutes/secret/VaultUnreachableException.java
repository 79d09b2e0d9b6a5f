package io.connectorroutes.secret;

/** A vault that gives no secret just now, and may later. */
public final class VaultUnreachableException extends SecretException {
  private static final long serialVersionUID = 1L;

  /** With reference, reason and remedy. */
  public VaultUnreachableException(String message) {
    super(message);
  }

  /**
   * Of a field of a change.
   *
   * @param field its dotted path
   * @param message begins with the field
   */
  public VaultUnreachableException(String field, String message) {
    super(field, message);
  }
}
