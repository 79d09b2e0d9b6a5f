package io.connectorroutes.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one account gets its tokens. {@code toString} shows no secret.
 *
 * @param kind never null
 * @param tenantId the directory's id or domain; required for secret, certificate and workload
 *     identity
 * @param clientId the app's id; required as above, for a managed identity only where it is
 *     user-assigned
 * @param clientSecret required for CLIENT_SECRET; secret
 * @param clientCertificate required for CLIENT_CERTIFICATE: PEM text (key and certificate), a PFX
 *     in base64, or the absolute path of a file with either (or a PFX in its binary form); secret
 * @param clientCertificatePassword of the PFX; null for none; secret
 * @param tokenFile path of the federated token for WORKLOAD_IDENTITY; null takes the one that the
 *     environment names
 * @param keys what the names of its keys begin with, for messages: {@code graph.} or {@code
 *     graph.tenants.ALIAS.}
 * @param problem why a secret of it cannot be had; null for none
 */
public record CredentialSettings(
    CredentialKind kind,
    String tenantId,
    String clientId,
    String clientSecret,
    String clientCertificate,
    String clientCertificatePassword,
    String tokenFile,
    String keys,
    Problem problem) {

  /**
   * Why a secret cannot be had.
   *
   * @param message one line that names its key, without a secret
   * @param isLasting whether asking again cannot help until somebody changes something
   * @param notBefore how long it is not to be asked for again, above zero; null where that is not
   *     said
   */
  public record Problem(String message, boolean isLasting, Duration notBefore) {
    TokenUnavailableException asException() {
      return new TokenUnavailableException(message, isLasting, notBefore);
    }
  }

  /** No token at all. */
  public static final CredentialSettings NONE =
      new CredentialSettings(
          CredentialKind.NONE, null, null, null, null, null, null, "graph.", null);

  /**
   * When the certificate ends that the app proves itself by; reads its file.
   *
   * @return empty where it proves itself otherwise
   * @throws TokenUnavailableException where it cannot be read; the message names the key
   */
  public Optional<Instant> certificateEnd() throws TokenUnavailableException {
    if (kind != CredentialKind.CLIENT_CERTIFICATE) {
      return Optional.empty();
    }
    if (problem != null) {
      throw problem.asException();
    }
    return Optional.of(AppCertificate.read(this).certificate().getNotAfter().toInstant());
  }

  /** The name of one of its keys. */
  String key(String name) {
    return keys + name;
  }

  @Override
  public String toString() {
    return "CredentialSettings[" + kind.wireName() + " " + tenantId + "/" + clientId + "]";
  }
}
