package io.connectorroutes.app.config;

import java.net.URI;

/** Reads secrets from Azure key vaults. */
@FunctionalInterface
public interface KeyVault {
  /**
   * The newest version of a secret; never null.
   *
   * @param vault the vault's root URL
   * @param name the secret's name
   * @throws RuntimeException where it cannot be read
   */
  String read(URI vault, String name);
}
