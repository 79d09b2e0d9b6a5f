package io.connectorroutes.graph;

import java.io.IOException;

/**
 * No token can be had now. Nothing was sent to Graph. The message is one line without a secret; no
 * cause is kept, as what libraries throw may hold more than may be logged.
 */
public class TokenUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  /**
   * No token.
   *
   * @param message one line without a secret
   * @param lasting whether asking again cannot help until somebody changes something
   */
  public TokenUnavailableException(String message, boolean lasting) {
    super(message);
    this.lasting = lasting;
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
