package io.connectorroutes.secret;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.AzureException;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.HttpClient;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Key Vaults of one cloud, each under {@code https://VAULT.SUFFIX}. */
public final class AzureKeyVault implements KeyVault {
  private final Supplier<TokenCredential> credential;
  private final String suffix;
  private final HttpClient http;
  private final Map<String, SecretClient> clients = new ConcurrentHashMap<>();

  /**
   * Vaults that are reached over HTTPS when they are first asked.
   *
   * @param credential asked once for each vault
   * @param suffix the cloud's DNS suffix, such as {@code vault.azure.net} (Microsoft, "Azure Key
   *     Vault keys, secrets, and certificates overview")
   * @param http the client to use
   */
  public AzureKeyVault(Supplier<TokenCredential> credential, String suffix, HttpClient http) {
    this.credential = credential;
    this.suffix = suffix;
    this.http = http;
  }

  @Override
  public String read(String vault, String secret) throws SecretException {
    try {
      return clients.computeIfAbsent(vault, this::client).getSecret(secret).getValue();
    } catch (ResourceNotFoundException e) {
      throw new SecretException("is not there: create the secret, or mend its name");
    } catch (ClientAuthenticationException e) {
      throw new SecretException(refused());
    } catch (HttpResponseException e) {
      int status = e.getResponse() == null ? 0 : e.getResponse().getStatusCode();
      throw new SecretException(
          status == 401 || status == 403
              ? refused()
              : "was answered with status " + status + later());
    } catch (AzureException | IllegalStateException e) {
      throw new SecretException("could not be asked for" + later());
    }
  }

  private static String refused() {
    return "is refused to this application: give its identity the role Key Vault Secrets User";
  }

  private static String later() {
    return ": see that the vault can be reached, and give the change again";
  }

  private SecretClient client(String vault) {
    return new SecretClientBuilder()
        .vaultUrl("https://" + vault + "." + suffix)
        .credential(credential.get())
        .httpClient(http)
        .buildClient();
  }
}
