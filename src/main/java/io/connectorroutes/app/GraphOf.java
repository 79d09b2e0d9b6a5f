package io.connectorroutes.app;

import io.connectorroutes.app.config.CloudName;
import io.connectorroutes.app.config.GraphSection;
import io.connectorroutes.app.config.Secret;
import io.connectorroutes.app.config.TenantSection;
import io.connectorroutes.app.config.UsageException;
import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.CredentialSettings;
import io.connectorroutes.graph.GraphSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What package {@code graph} needs of the configuration. */
final class GraphOf {
  private GraphOf() {}

  static Cloud cloud(GraphSection graph) {
    return graph.cloud() == CloudName.CUSTOM
        ? Cloud.custom(graph.endpoint(), graph.authority())
        : Cloud.of(graph.cloud().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  static GraphSettings settings(GraphSection graph) {
    return new GraphSettings(cloud(graph), graph.apiVersion(), graph.connectorsPath());
  }

  static ConfiguredTenants tenants(GraphSection graph) {
    return new ConfiguredTenants(graph.tenants().stream().map(TenantSection::tenant).toList());
  }

  /** Credentials by account. */
  static Map<String, CredentialSettings> credentials(GraphSection graph) {
    Map<String, CredentialSettings> credentials = new LinkedHashMap<>();
    graph.tenants().forEach(t -> credentials.put(t.tenant().account(), credential(t)));
    return credentials;
  }

  /** A secret that cannot be had makes its tenant unusable, and no other. */
  private static CredentialSettings credential(TenantSection tenant) {
    String keys = tenant.alias() == null ? "graph." : "graph.tenants." + tenant.alias() + ".";
    try {
      return new CredentialSettings(
          tenant.credential(),
          tenant.tenantId(),
          tenant.clientId(),
          reveal(tenant.clientSecret()),
          text(tenant.clientCertificate()),
          reveal(tenant.clientCertificatePassword()),
          text(tenant.tokenFile()),
          keys);
    } catch (UsageException e) {
      return new CredentialSettings(
          tenant.credential(),
          tenant.tenantId(),
          tenant.clientId(),
          null,
          null,
          null,
          null,
          keys,
          e.getMessage());
    }
  }

  private static String reveal(Secret secret) {
    return secret == null ? null : secret.reveal();
  }

  private static String text(Path path) {
    return path == null ? null : path.toString();
  }
}
