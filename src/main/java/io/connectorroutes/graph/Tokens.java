package io.connectorroutes.graph;

import java.util.Optional;

/** What became of the token that an account's last request carried. */
public interface Tokens {

  /**
   * Graph answered 401: the next request gets a new token.
   *
   * @param account whose request it was
   * @param wwwAuthenticate the challenge; null where the answer had none
   * @return where that token was itself a new one after a 401, why another one right away will not
   *     help, in one line; else empty
   */
  Optional<String> rejected(String account, String wwwAuthenticate);

  /** Graph answered something else than 401: the token was good. */
  void accepted(String account);
}
