package io.connectorroutes.secret;

import java.util.Set;

/** Which fields hold secrets. */
public final class SecretFields {
  /** Names of secret fields, wherever below {@code properties} they stand. */
  public static final Set<String> NAMES = Set.of("password", "pkcs12Value");

  private SecretFields() {}

  /**
   * Whether a field is secret.
   *
   * @param path dotted path below {@code properties}, or from the top of the row
   */
  public static boolean isSecret(String path) {
    return NAMES.contains(path.substring(path.lastIndexOf('.') + 1));
  }
}
