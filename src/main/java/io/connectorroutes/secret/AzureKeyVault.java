package io.connectorroutes.secret;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.AzureException;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.secrets.SecretAsyncClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import io.connectorroutes.optional.OptionalDependency;
import io.connectorroutes.text.Causes;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Key Vaults of one cloud, each under {@code https://VAULT.SUFFIX}. */
public final class AzureKeyVault implements KeyVault {
  /** A token and the client's own retries included: whoever asks holds a tenant's lease. */
  private static final Duration LONGEST_READ = Duration.ofSeconds(15);

  /** So long a vault that gave no answer is not asked again, or each change would wait for it. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(10);

  /** What waits longer is tried again by whoever asked. */
  private static final RetryOptions RETRIES =
      new RetryOptions(
          new ExponentialBackoffOptions()
              .setMaxRetries(2)
              .setBaseDelay(Duration.ofMillis(100))
              .setMaxDelay(Duration.ofSeconds(1)));

  private final Supplier<TokenCredential> credential;
  private final String suffix;
  private final HttpClient http;
  private final LongSupplier nanoTime;
  private final Map<String, SecretAsyncClient> clients = new ConcurrentHashMap<>();

  /** By vault, the monotonic time until which it is left alone. */
  private final Map<String, Long> leftAlone = new ConcurrentHashMap<>();

  /**
   * Vaults that are reached over HTTPS when they are first asked.
   *
   * @param credential asked once for each vault
   * @param suffix the cloud's DNS suffix, such as {@code vault.azure.net} (Microsoft, "Azure Key
   *     Vault keys, secrets, and certificates overview")
   * @param http the client to use
   */
  public AzureKeyVault(Supplier<TokenCredential> credential, String suffix, HttpClient http) {
    this(credential, suffix, http, System::nanoTime);
  }

  AzureKeyVault(
      Supplier<TokenCredential> credential, String suffix, HttpClient http, LongSupplier nanoTime) {
    this.credential = credential;
    this.suffix = suffix;
    this.http = http;
    this.nanoTime = nanoTime;
  }

  @Override
  public String read(String vault, String secret) throws SecretException {
    if (!OptionalDependency.KEY_VAULT.isPresent()) {
      throw new VaultUnreachableException(OptionalDependency.KEY_VAULT.needed());
    }
    Long until = leftAlone.get(vault);
    if (until != null && until - nanoTime.getAsLong() > 0) {
      throw noAnswer();
    }
    try {
      String value = ask(vault, secret);
      leftAlone.remove(vault);
      return value;
    } catch (VaultUnreachableException e) {
      leftAlone.put(vault, nanoTime.getAsLong() + LEFT_ALONE.toNanos());
      throw e;
    }
  }

  private String ask(String vault, String secret) throws SecretException {
    try {
      return clients
          .computeIfAbsent(vault, this::client)
          .getSecret(secret)
          .block(LONGEST_READ)
          .getValue();
    } catch (ResourceNotFoundException e) {
      throw new SecretException("is not there: create the secret, or mend its name");
    } catch (ClientAuthenticationException e) {
      // Without its authority there is no token, and without a token no answer.
      throw isOfNetwork(e) ? noAnswer() : refused();
    } catch (HttpResponseException e) {
      throw answered(e.getResponse() == null ? 0 : e.getResponse().getStatusCode());
    } catch (AzureException | IllegalStateException e) {
      throw noAnswer();
    } catch (RuntimeException e) {
      if (isOfNetwork(e)) {
        throw noAnswer();
      }
      throw e;
    }
  }

  private static SecretException answered(int status) {
    if (status == 401 || status == 403) {
      return refused();
    }
    String answered = "was answered with status " + status;
    return status == 408 || status == 429 || status >= 500 || status == 0
        ? new VaultUnreachableException(answered + ": see how the vault is")
        : new SecretException(answered + ": mend the names of vault and secret");
  }

  private static VaultUnreachableException noAnswer() {
    return new VaultUnreachableException(
        "could not be asked for: see that the vault can be reached");
  }

  private static SecretException refused() {
    return new SecretException(
        "is refused to this application: give its identity the role Key Vault Secrets User");
  }

  private static boolean isOfNetwork(Throwable failure) {
    return Causes.of(failure)
        .anyMatch(cause -> cause instanceof IOException || cause instanceof TimeoutException);
  }

  private SecretAsyncClient client(String vault) {
    return new SecretClientBuilder()
        .vaultUrl("https://" + vault + "." + suffix)
        .credential(credential.get())
        .httpClient(http)
        .retryOptions(RETRIES)
        .buildAsyncClient();
  }
}
