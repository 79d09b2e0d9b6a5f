package io.connectorroutes.secret;

/** Reads secrets from Azure Key Vaults. */
@FunctionalInterface
public interface KeyVault {
  /**
   * The current value of a secret.
   *
   * @param vault the vault's name
   * @param secret the secret's name
   * @throws VaultUnreachableException where the vault gives no answer, or none but that it cannot
   *     just now
   * @throws SecretException where it cannot be read; the message follows the reference and says why
   *     and what to do
   */
  String read(String vault, String secret) throws SecretException;
}
