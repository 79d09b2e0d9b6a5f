package io.connectorroutes.config;

import io.connectorroutes.graph.CredentialKind;
import io.connectorroutes.graph.CredentialSettings;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.secret.VaultUnreachableException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A tenant and how tokens for it are obtained.
 *
 * @param alias null for the default tenant
 * @param tenantId null where the credential finds it by itself or needs none
 * @param clientId as {@code tenantId}
 * @param credential never null
 * @param usesHostCredential whether none is given, and {@code token-credential} serves in its place
 * @param clientSecret null where not given
 * @param clientCertificate PEM, a PFX in base64, or the absolute path of a file with either; null
 *     where not given
 * @param clientCertificatePassword null where not given
 * @param tokenFile file with a federated token, absolute; null where not given
 */
public record TenantSection(
    String alias,
    String tenantId,
    String clientId,
    CredentialKind credential,
    boolean usesHostCredential,
    Secret clientSecret,
    Secret clientCertificate,
    Secret clientCertificatePassword,
    Path tokenFile) {

  static TenantSection from(Configuration values, String alias) {
    return new TenantSection(
        alias,
        values.get(values.inherited(Keys.GRAPH_TENANT_ID, alias)),
        values.get(values.inherited(Keys.GRAPH_CLIENT_ID, alias)),
        values.get(values.inherited(Keys.GRAPH_CREDENTIAL, alias)),
        values.has(Keys.TOKEN_CREDENTIAL)
            && !values.has(values.inherited(Keys.GRAPH_CREDENTIAL, alias)),
        values.secret(values.inherited(Keys.GRAPH_CLIENT_SECRET, alias)),
        values.certificate(values.inherited(Keys.GRAPH_CLIENT_CERTIFICATE, alias)),
        values.secret(values.inherited(Keys.GRAPH_CLIENT_CERTIFICATE_PASSWORD, alias)),
        values.path(values.inherited(Keys.GRAPH_TOKEN_FILE, alias)));
  }

  /** The tenant as the other packages know it. */
  public GraphTenant tenant() {
    return new GraphTenant(alias, tenantId, clientId);
  }

  /** How its tokens are obtained. A secret that cannot be had makes it unusable, and no other. */
  CredentialSettings settings() {
    try {
      return settings(
          Secret.revealOrNull(clientSecret),
          Secret.revealOrNull(clientCertificate),
          Secret.revealOrNull(clientCertificatePassword),
          null);
    } catch (UsageException e) {
      return settings(null, null, null, problem(e));
    }
  }

  /** A vault that is away now is not wrong configuration. */
  private static CredentialSettings.Problem problem(UsageException e) {
    if (e.getCause() instanceof VaultUnreachableException away) {
      Duration notBefore = away.notBefore();
      return new CredentialSettings.Problem(
          e.getMessage(), false, notBefore.isZero() ? null : notBefore);
    }
    return new CredentialSettings.Problem(e.getMessage(), true, null);
  }

  private CredentialSettings settings(
      String secret, String certificate, String password, CredentialSettings.Problem problem) {
    return new CredentialSettings(
        credential,
        tenantId,
        clientId,
        secret,
        certificate,
        password,
        tokenFile == null ? null : tokenFile.toString(),
        alias == null ? "graph." : Key.TENANTS + alias + ".",
        problem);
  }

  /** What the tenant is called in messages. */
  String label() {
    return alias == null ? "the default tenant" : "the tenant " + alias;
  }

  /** The name of a key as it is to be set for this tenant. */
  String nameOf(Key<?> key) {
    return alias == null ? key.name() : key.of(alias).name();
  }
}
