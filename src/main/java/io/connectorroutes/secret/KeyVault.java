package io.connectorroutes.secret;

/** Reads secrets from Azure Key Vaults. */
@FunctionalInterface
public interface KeyVault {
  /**
   * The value of a secret.
   *
   * @throws VaultUnreachableException where the vault gives no answer, or none but that it cannot
   *     just now
   * @throws SecretException where it cannot be read; the message follows the reference and says why
   *     and what to do
   */
  String read(VaultSecret secret) throws SecretException;
}
