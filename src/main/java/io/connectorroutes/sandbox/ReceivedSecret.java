package io.connectorroutes.sandbox;

/**
 * The secret that an API connector received last, so that a test can compare it with what was sent.
 * {@code toString} shows neither.
 *
 * @param password as received, never null
 * @param pkcs12Value as received; null where it was a password alone
 */
public record ReceivedSecret(String password, String pkcs12Value) {

  @Override
  public String toString() {
    return "ReceivedSecret[******]";
  }
}
