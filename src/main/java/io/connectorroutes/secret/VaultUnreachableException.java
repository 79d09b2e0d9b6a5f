package io.connectorroutes.secret;

import java.time.Duration;

/** A vault that gives no secret just now, and may later. */
public final class VaultUnreachableException extends SecretException {
  private static final long serialVersionUID = 1L;

  private final Duration notBefore;

  /** With reference, reason and remedy; it may be asked again at once. */
  public VaultUnreachableException(String message) {
    this(message, Duration.ZERO);
  }

  /**
   * The same of a vault that is left alone for a while.
   *
   * @param notBefore how long from now it is not asked; zero or more
   */
  public VaultUnreachableException(String message, Duration notBefore) {
    this(null, message, notBefore);
  }

  private VaultUnreachableException(String field, String message, Duration notBefore) {
    super(field, message);
    this.notBefore = notBefore;
  }

  /** How long from the exception on the vault is not asked again. */
  public Duration notBefore() {
    return notBefore;
  }

  /** The same with a beginning of the message, such as the reference. */
  VaultUnreachableException after(String beginning) {
    return new VaultUnreachableException(field(), beginning + getMessage(), notBefore);
  }

  /** The same of a field of a change, given by its dotted path, with which the message begins. */
  VaultUnreachableException of(String field) {
    return new VaultUnreachableException(field, field + ": " + getMessage(), notBefore);
  }
}
