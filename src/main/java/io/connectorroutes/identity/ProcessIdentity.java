package io.connectorroutes.identity;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/**
 * Who this process is in Azure, as azure-identity's default chain finds it: variables of the
 * environment, workload identity, managed identity, or a developer's login. It gives one credential
 * for all services, made when it is first asked for. Thread safe.
 */
public final class ProcessIdentity implements AutoCloseable {
  private final URI authority;
  private final boolean isCustom;
  private final String clientId;
  private final HttpClient http;
  private final Clock clock;

  /** Null before it is asked for. */
  private CachedCredential credential;

  /**
   * The identity; nothing is asked yet.
   *
   * @param authority where apps log in, absolute and https; null for that of {@code
   *     AZURE_AUTHORITY_HOST}, or of the global cloud
   * @param isCustom whether it is none of Microsoft's, and no discovery is to be made there
   * @param clientId {@code azure.client-id}: which one, where the machine has several; null for the
   *     environment's, or the machine's only one
   * @param http carries the requests
   * @param clock by which tokens end
   */
  public ProcessIdentity(
      URI authority, boolean isCustom, String clientId, HttpClient http, Clock clock) {
    this.authority = authority;
    this.isCustom = isCustom;
    this.clientId = clientId;
    this.http = http;
    this.clock = clock;
  }

  /** The same one each time; this closes it. */
  public synchronized CachedCredential credential() {
    if (credential == null) {
      credential = new CachedCredential(chain(), clock);
    }
    return credential;
  }

  /** Tokens of that credential for a service, by what they are for. */
  public ServiceToken token(String scope) {
    return new ServiceToken(credential(), scope);
  }

  private TokenCredential chain() {
    // No retries here: whoever needs the token asks again. A policy and no options: beside those,
    // managed identities never get a token (1.19.0).
    DefaultAzureCredentialBuilder builder =
        new DefaultAzureCredentialBuilder()
            .httpClient(http)
            .retryPolicy(new RetryPolicy(new FixedDelay(0, Duration.ofMillis(1))));
    if (authority != null) {
      builder.authorityHost(authority.toString());
    }
    if (isCustom) {
      builder.disableInstanceDiscovery();
    }
    if (clientId != null) {
      builder.managedIdentityClientId(clientId).workloadIdentityClientId(clientId);
    }
    return builder.build();
  }

  /** Ends the credential that was given out. */
  @Override
  public synchronized void close() {
    if (credential != null) {
      credential.close();
    }
  }
}
