package io.connectorroutes.graph;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * No token can be had now. Nothing was sent to Graph. The message is one line without a secret; no
 * cause is kept, as what libraries throw may hold more than may be logged.
 */
public class TokenUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  /** Null where nobody asked to wait. */
  private final Duration retryAfter;

  /**
   * No token.
   *
   * @param message one line without a secret
   * @param lasting whether asking again cannot help until somebody changes something
   */
  public TokenUnavailableException(String message, boolean lasting) {
    this(message, lasting, null);
  }

  /**
   * No token, and the authority may have asked to wait.
   *
   * @param message one line without a secret
   * @param lasting as above
   * @param retryAfter for how long, above zero; null where it did not
   */
  public TokenUnavailableException(String message, boolean lasting, Duration retryAfter) {
    super(message);
    this.lasting = lasting;
    this.retryAfter = retryAfter;
  }

  /** The same, where so much is left of the time to wait. */
  TokenUnavailableException waiting(Duration left) {
    return new TokenUnavailableException(getMessage(), lasting, left);
  }

  /** How long the authority asks to wait before the next request; empty where it does not. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Whether the answer is final: the authority refused (wrong secret, unknown tenant, consent
   * missing), or the configured credential cannot be used. False where the authority did not
   * answer.
   */
  public boolean isFinal() {
    return lasting;
  }
}
