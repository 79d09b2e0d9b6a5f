package io.connectorroutes.graph;

/** What became of the token that an account's last request carried. */
public interface Tokens {

  /**
   * Graph answered 401: the next request gets a new token.
   *
   * @param account whose request it was
   * @param wwwAuthenticate the challenge; null where the answer had none
   * @return whether that token was itself a new one after a 401: then another one right away will
   *     not help
   */
  boolean rejected(String account, String wwwAuthenticate);

  /** Graph answered something else than 401: the token was good. */
  void accepted(String account);
}
