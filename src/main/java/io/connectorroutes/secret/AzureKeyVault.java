package io.connectorroutes.secret;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RequestRetryCondition;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import io.connectorroutes.graph.RetryAfter;
import io.connectorroutes.optional.OptionalDependency;
import io.connectorroutes.text.Causes;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Key Vaults of one cloud, each under {@code https://VAULT.SUFFIX}. Thread safe. */
public final class AzureKeyVault implements KeyVault {
  /** A token and the client's own retries included: whoever asks holds a tenant's lease. */
  private static final Duration LONGEST_READ = Duration.ofSeconds(15);

  /** So long a vault that gave no answer is not asked again, or each change would wait for it. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(10);

  /** A vault that does not answer takes a fifth of a tenant's time at most. */
  private static final int TIMES_THE_WAIT = 4;

  /** A longer {@code Retry-After} is cut to it. */
  private static final Duration LONGEST_LEFT_ALONE = Duration.ofDays(1);

  /** What waits longer is tried again by whoever asked. */
  private static final RetryOptions RETRIES =
      new RetryOptions(
              new ExponentialBackoffOptions()
                  .setMaxRetries(2)
                  .setBaseDelay(Duration.ofMillis(100))
                  .setMaxDelay(Duration.ofSeconds(1)))
          .setShouldRetryCondition(AzureKeyVault::mayHelpAtOnce);

  private final Supplier<TokenCredential> credential;
  private final String suffix;
  private final Set<String> authorities;
  private final HttpClient http;
  private final Clock clock;
  private final LongSupplier nanoTime;

  /** By vault. */
  private final Map<String, Rest> resting = new ConcurrentHashMap<>();

  /** A vault is left alone. */
  private record Rest(long untilNanos, String reason) {
    Duration left(long now) {
      return Duration.ofNanos(Math.max(0, untilNanos - now));
    }
  }

  /**
   * Vaults that are reached over HTTPS when they are first asked.
   *
   * @param credential this process's identity; asked for each read
   * @param suffix the cloud's DNS suffix, such as {@code vault.azure.net} (Microsoft, "Azure Key
   *     Vault keys, secrets, and certificates overview")
   * @param authorities hosts of the cloud's token authority, in lower case
   * @param http the client to use; it follows no redirects
   * @param clock for a {@code Retry-After} that is a date
   */
  public AzureKeyVault(
      Supplier<TokenCredential> credential,
      String suffix,
      Set<String> authorities,
      HttpClient http,
      Clock clock) {
    this(credential, suffix, authorities, http, clock, System::nanoTime);
  }

  AzureKeyVault(
      Supplier<TokenCredential> credential,
      String suffix,
      Set<String> authorities,
      HttpClient http,
      Clock clock,
      LongSupplier nanoTime) {
    this.credential = credential;
    this.suffix = suffix;
    this.authorities = authorities;
    this.http = http;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public String read(VaultSecret secret) throws SecretException {
    if (!OptionalDependency.KEY_VAULT.isPresent()) {
      throw new VaultUnreachableException(OptionalDependency.KEY_VAULT.needed());
    }
    long begin = nanoTime.getAsLong();
    Rest rest = resting.get(secret.vault());
    if (rest != null && !rest.left(begin).isZero()) {
      throw new VaultUnreachableException(rest.reason(), rest.left(begin));
    }
    try {
      return ask(secret);
    } catch (VaultUnreachableException e) {
      throw leftAlone(secret.vault(), e, begin);
    }
  }

  private VaultUnreachableException leftAlone(
      String vault, VaultUnreachableException failure, long begin) {
    long now = nanoTime.getAsLong();
    Duration wait =
        Stream.of(
                LEFT_ALONE,
                Duration.ofNanos(now - begin).multipliedBy(TIMES_THE_WAIT),
                failure.notBefore())
            .max(Comparator.naturalOrder())
            .filter(longest -> longest.compareTo(LONGEST_LEFT_ALONE) < 0)
            .orElse(LONGEST_LEFT_ALONE);
    resting.values().removeIf(rest -> rest.left(now).isZero());
    resting.put(vault, new Rest(now + wait.toNanos(), failure.getMessage()));
    return new VaultUnreachableException(failure.getMessage(), wait);
  }

  private String ask(VaultSecret secret) throws SecretException {
    VaultGuard guard = new VaultGuard(secret.vault(), suffix, authorities, credential.get());
    String value;
    try {
      value =
          new SecretClientBuilder()
              .vaultUrl(guard.url())
              .credential(guard)
              .addPolicy(guard)
              .httpClient(http)
              .retryOptions(RETRIES)
              .buildAsyncClient()
              .getSecret(secret.name(), secret.version() == null ? "" : secret.version())
              .block(LONGEST_READ)
              .getValue();
    } catch (HttpResponseException e) {
      throw e.getResponse() == null ? unanswered(e, guard) : answered(e, secret);
    } catch (RuntimeException e) {
      throw unanswered(e, guard);
    }
    if (value == null) {
      throw new SecretException("was answered without a value: see what the vault holds");
    }
    return value;
  }

  /** One that is busy says so, and when it is to be asked again. */
  private static boolean mayHelpAtOnce(RequestRetryCondition failed) {
    HttpResponse answer = failed.getResponse();
    return answer == null
        ? isOfNetwork(failed.getThrowable())
        : answer.getStatusCode() >= 500
            && answer.getHeaders().getValue(HttpHeaderName.RETRY_AFTER) == null;
  }

  private SecretException answered(HttpResponseException failure, VaultSecret secret) {
    HttpResponse answer = failure.getResponse();
    int status = answer.getStatusCode();
    return switch (status) {
      case 401 ->
          new SecretException(
              "is refused, as the vault takes no token of this identity: see azure.client-id, and"
                  + " that the vault is of the identity's tenant");
      case 403 -> refused(String.valueOf(failure.getMessage()), secret);
      case 404 ->
          new SecretException(
              secret.version() == null
                  ? "is not there: create the secret, or mend its name"
                  : "is not there: mend the name of the secret, or its version");
      case 407 ->
          new VaultUnreachableException(
              "could not be asked for, as the proxy refuses: see https.proxyUser and"
                  + " https.proxyPassword");
      case 408, 429 -> busy(answer);
      default ->
          status >= 500
              ? busy(answer)
              : new SecretException(
                  "was answered with status " + status + ": mend the names of vault and secret");
    };
  }

  /** By the code below {@code innererror}, which is one of these or says who may do what. */
  private static SecretException refused(String body, VaultSecret secret) {
    if (body.contains("ForbiddenByFirewall") || body.contains("ForbiddenByConnection")) {
      return new SecretException(
          "is refused by the vault's firewall: let this machine's network through");
    }
    if (body.contains("SecretDisabled")) {
      return new SecretException("is disabled: enable it, or name another version");
    }
    return new SecretException(
        "is refused to this application: give its identity the role Key Vault Secrets User of the"
            + " vault "
            + secret.vault());
  }

  private VaultUnreachableException busy(HttpResponse answer) {
    return new VaultUnreachableException(
        "was answered with status " + answer.getStatusCode() + ": see how the vault is",
        RetryAfter.parse(answer.getHeaders().getValue(HttpHeaderName.RETRY_AFTER), clock.instant())
            .orElse(Duration.ZERO));
  }

  private SecretException unanswered(RuntimeException failure, VaultGuard guard) {
    if (Causes.first(failure, VaultGuard.DistrustedException.class).isPresent()) {
      return new SecretException(
          "is not asked for, as "
              + guard.url()
              + " wants a token of another authority or for another resource, and gets none: see"
              + " graph.cloud, and who answers for that name");
    }
    if (Causes.first(failure, VaultGuard.NoTokenException.class).isPresent()) {
      return new VaultUnreachableException(
          "could not be asked for without a token of this process's identity ("
              + kind(failure)
              + "): give it one, and see azure.client-id");
    }
    if (Causes.first(failure, SSLException.class).isPresent()) {
      return new VaultUnreachableException(
          "could not be asked for, as "
              + guard.url()
              + " has no certificate that this Java trusts: see javax.net.ssl.trustStore");
    }
    if (Causes.first(failure, UnresolvedAddressException.class).isPresent()) {
      return new VaultUnreachableException(
          "could not be asked for, as "
              + guard.url()
              + " has no address: mend the vault's name, or see graph.cloud and the DNS");
    }
    if (failure instanceof IllegalStateException || isOfNetwork(failure)) {
      return new VaultUnreachableException(
          "could not be asked for: see that the vault can be reached (" + kind(failure) + ")");
    }
    throw failure;
  }

  private static String kind(Throwable failure) {
    return Causes.innermost(failure).getClass().getSimpleName();
  }

  private static boolean isOfNetwork(Throwable failure) {
    return Causes.of(failure)
        .anyMatch(cause -> cause instanceof IOException || cause instanceof TimeoutException);
  }
}
