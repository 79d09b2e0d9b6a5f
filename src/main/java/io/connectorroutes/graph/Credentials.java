package io.connectorroutes.graph;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;

/** Makes azure-identity's credentials. Each call gives one with an empty token cache. */
final class Credentials {
  private static final String PEM_BEGIN = "-----BEGIN";

  private final Cloud cloud;
  private final HttpClient http;

  Credentials(Cloud cloud, HttpClient http) {
    this.cloud = cloud;
    this.http = http;
  }

  /**
   * A new credential.
   *
   * @throws TokenUnavailableException where the settings cannot be used
   */
  TokenCredential create(CredentialSettings settings) throws TokenUnavailableException {
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
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Only the kind of failure: messages of key parsers may quote what they were given.
      throw new TokenUnavailableException(
          "graph.credential "
              + settings.kind().wireName()
              + " cannot be used ("
              + e.getClass().getSimpleName()
              + "); check its settings with the command check",
          true);
    }
  }

  private TokenCredential certificate(CredentialSettings settings)
      throws IOException, GeneralSecurityException {
    byte[] certificate = bytes(settings.clientCertificate());
    ClientCertificateCredentialBuilder builder =
        ofApp(new ClientCertificateCredentialBuilder(), settings);
    if (new String(certificate, StandardCharsets.ISO_8859_1).contains(PEM_BEGIN)) {
      return builder.pemCertificate(new ByteArrayInputStream(certificate)).build();
    }
    checkOpens(certificate, settings.clientCertificatePassword());
    return builder
        .pfxCertificate(new ByteArrayInputStream(certificate))
        .clientCertificatePassword(settings.clientCertificatePassword())
        .build();
  }

  /** The library opens it only when a token is asked for, as if the authority had failed. */
  private static void checkOpens(byte[] pfx, String password)
      throws IOException, GeneralSecurityException {
    KeyStore.getInstance("PKCS12")
        .load(new ByteArrayInputStream(pfx), password == null ? null : password.toCharArray());
  }

  private static byte[] bytes(String certificate) throws IOException {
    if (certificate.contains(PEM_BEGIN)) {
      return certificate.getBytes(StandardCharsets.UTF_8);
    }
    return isFile(certificate)
        ? Files.readAllBytes(Path.of(certificate))
        : Base64.getMimeDecoder().decode(certificate);
  }

  private static boolean isFile(String text) {
    try {
      return Files.isRegularFile(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private TokenCredential workloadIdentity(CredentialSettings settings) {
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
    // No retries here: a tenant without a token is parked, and that is the one retry layer.
    return builder
        .httpClient(http)
        .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))));
  }
}
