package io.connectorroutes.app.config;

import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import java.net.URI;

/**
 * Reads secrets as whoever runs the program: managed identity, workload identity, environment or a
 * login, as azure-identity finds it ({@code AZURE_AUTHORITY_HOST} names another cloud's authority).
 */
public final class AzureKeyVault implements KeyVault {
  @Override
  public String read(URI vault, String name) {
    return new SecretClientBuilder()
        .vaultUrl(vault.toString())
        .credential(new DefaultAzureCredentialBuilder().build())
        .buildClient()
        .getSecret(name)
        .getValue();
  }
}
