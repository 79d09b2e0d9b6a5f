package io.connectorroutes.graph;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes azure-identity's credentials. Each call gives one with an empty token cache. */
final class Credentials {
  private final Cloud cloud;
  private final HttpClient http;
  private final AppCertificateWarnings warnings;

  /** Null where the last credential has no certificate; kept while a new one cannot be made. */
  private volatile Instant certificateEnd;

  Credentials(Cloud cloud, HttpClient http, AppCertificateWarnings warnings) {
    this.cloud = cloud;
    this.http = http;
    this.warnings = warnings;
  }

  /**
   * A new credential.
   *
   * @throws TokenUnavailableException where the settings cannot be used
   */
  TokenCredential create(CredentialSettings settings) throws TokenUnavailableException {
    if (settings.kind() != CredentialKind.CLIENT_CERTIFICATE) {
      certificateEnd = null;
    }
    CredentialSettings.Problem problem = settings.problem();
    if (problem != null) {
      throw problem.asException();
    }
    try {
      return switch (settings.kind()) {
        case CLIENT_SECRET ->
            ofApp(new ClientSecretCredentialBuilder(), settings)
                .clientSecret(settings.clientSecret())
                .build();
        case CLIENT_CERTIFICATE -> certificate(settings);
        case WORKLOAD_IDENTITY -> workloadIdentity(settings);
        case MANAGED_IDENTITY ->
            common(new ManagedIdentityCredentialBuilder()).clientId(settings.clientId()).build();
        case DEFAULT -> byEnvironment(settings);
        case NONE -> throw new IllegalArgumentException("credential none has no token");
      };
    } catch (RuntimeException e) {
      // Only the kind of failure: messages of libraries may quote what they were given.
      throw new TokenUnavailableException(
          settings.key("credential")
              + ": "
              + settings.kind().wireName()
              + " cannot be used ("
              + e.getClass().getSimpleName()
              + "); check "
              + settings.key("tenant-id")
              + " and "
              + settings.key("client-id"),
          true);
    }
  }

  private TokenCredential certificate(CredentialSettings settings)
      throws TokenUnavailableException {
    // Read by us: the library tells forms that it does not know, and wrong passwords, only when a
    // token is asked for, and takes the first certificate for that of the key.
    AppCertificate app = AppCertificate.read(settings);
    warnings.read(settings.key("client-certificate"), app.certificate());
    certificateEnd = app.certificate().getNotAfter().toInstant();
    return ofApp(new ClientCertificateCredentialBuilder(), settings)
        .pemCertificate(new ByteArrayInputStream(app.pem()))
        .build();
  }

  /** When the certificate ends that the last credential was made of; empty where it has none. */
  Optional<Instant> certificateEnd() {
    return Optional.ofNullable(certificateEnd);
  }

  private TokenCredential workloadIdentity(CredentialSettings settings)
      throws TokenUnavailableException {
    if (settings.tokenFile() != null && !Files.isReadable(Path.of(settings.tokenFile()))) {
      throw new TokenUnavailableException(
          settings.key("token-file")
              + ": "
              + settings.tokenFile()
              + " is not there, or not readable",
          true);
    }
    WorkloadIdentityCredentialBuilder builder =
        ofApp(new WorkloadIdentityCredentialBuilder(), settings);
    if (settings.tokenFile() != null) {
      builder.tokenFilePath(settings.tokenFile());
    }
    return builder.build();
  }

  private TokenCredential byEnvironment(CredentialSettings settings) {
    DefaultAzureCredentialBuilder builder = common(new DefaultAzureCredentialBuilder());
    if (settings.tenantId() != null) {
      builder.tenantId(settings.tenantId());
    }
    if (settings.clientId() != null) {
      builder
          .managedIdentityClientId(settings.clientId())
          .workloadIdentityClientId(settings.clientId());
    }
    builder.authorityHost(cloud.authority().toString());
    if (cloud.isCustom()) {
      builder.disableInstanceDiscovery();
    }
    return builder.build();
  }

  private <T extends AadCredentialBuilderBase<T>> T ofApp(T builder, CredentialSettings settings) {
    common(builder)
        .tenantId(settings.tenantId())
        .clientId(settings.clientId())
        .authorityHost(cloud.authority().toString());
    return cloud.isCustom() ? builder.disableInstanceDiscovery() : builder;
  }

  private <T extends CredentialBuilderBase<T>> T common(T builder) {
    // No retries here: a tenant without a token is parked, and that is the one retry layer. A
    // policy and no options: beside those, managed identities never get a token (1.19.0).
    return builder
        .httpClient(http)
        .retryPolicy(new RetryPolicy(new FixedDelay(0, Duration.ofMillis(1))));
  }
}
