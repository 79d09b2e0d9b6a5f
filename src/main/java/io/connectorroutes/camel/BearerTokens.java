package io.connectorroutes.camel;

import java.io.IOException;

/** Where the HTTP client gets the token of an account from. */
public interface BearerTokens {
  /**
   * The token to send.
   *
   * @return null where the account is used without one
   * @throws IOException where none can be had; nothing was sent then
   */
  String token(String account) throws IOException;

  /**
   * Told when Graph answered 401.
   *
   * @param token the one that was refused
   * @param challenge the {@code WWW-Authenticate} header; may be null
   */
  void rejected(String account, String token, String challenge);
}
