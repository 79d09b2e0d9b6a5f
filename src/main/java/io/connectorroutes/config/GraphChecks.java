package io.connectorroutes.config;

import io.connectorroutes.graph.CredentialKind;
import io.connectorroutes.graph.GraphTenant;
import java.util.HashMap;
import java.util.Map;

/** What must hold between the {@code graph.*} keys. */
final class GraphChecks {
  private GraphChecks() {}

  static void check(GraphSection graph) {
    checkCloud(graph);
    for (TenantSection tenant : graph.tenants()) {
      checkCredential(graph, tenant);
    }
    checkAccounts(graph);
  }

  private static void checkCloud(GraphSection graph) {
    if (graph.cloud() == CloudName.CUSTOM) {
      require(graph.endpoint() != null, "graph.endpoint is missing: graph.cloud=custom needs it");
      boolean tokens =
          graph.tenants().stream()
              .anyMatch(t -> t.credential() != CredentialKind.NONE && !t.usesHostCredential());
      require(
          graph.authority() != null || !tokens,
          "graph.authority is missing: graph.cloud=custom needs it to obtain tokens");
      return;
    }
    require(
        graph.endpoint() == null && graph.authority() == null,
        "graph.endpoint and graph.authority are for graph.cloud=custom only: remove them or set"
            + " graph.cloud=custom");
  }

  private static void checkCredential(GraphSection graph, TenantSection tenant) {
    require(
        !GraphTenant.DEFAULT.equals(tenant.alias()),
        "graph.tenants.default: no alias may be default, which the default tenant is called; set"
            + " graph.tenant-id and its neighbours, or take another alias");
    CredentialKind kind = tenant.credential();
    if (kind == CredentialKind.NONE) {
      require(
          graph.endpoint() != null && Loopback.is(graph.endpoint()),
          "the credential none is only for a graph.endpoint on this machine: set "
              + tenant.nameOf(Keys.GRAPH_CREDENTIAL)
              + " to how tokens are obtained");
    }
    require(
        kind == CredentialKind.NONE
            || graph.endpoint() == null
            || graph.endpoint().getScheme().equalsIgnoreCase("https"),
        "graph.endpoint is http, and a token would leave in clear: give an https URL, or set "
            + tenant.nameOf(Keys.GRAPH_CREDENTIAL)
            + "=none");
    if (kind.needsApp()) {
      requireCompanion(tenant, Keys.GRAPH_TENANT_ID, tenant.tenantId());
      requireCompanion(tenant, Keys.GRAPH_CLIENT_ID, tenant.clientId());
    }
    if (kind == CredentialKind.CLIENT_SECRET) {
      requireCompanion(tenant, Keys.GRAPH_CLIENT_SECRET, tenant.clientSecret());
    }
    if (kind == CredentialKind.CLIENT_CERTIFICATE) {
      requireCompanion(tenant, Keys.GRAPH_CLIENT_CERTIFICATE, tenant.clientCertificate());
    }
  }

  private static void requireCompanion(TenantSection tenant, Key<?> key, Object value) {
    require(
        value != null,
        tenant.nameOf(key)
            + " is missing: the credential "
            + ValueTypes.wordOf(tenant.credential())
            + " needs it");
  }

  private static void checkAccounts(GraphSection graph) {
    Map<String, TenantSection> byAccount = new HashMap<>();
    for (TenantSection tenant : graph.tenants()) {
      TenantSection other = byAccount.putIfAbsent(tenant.tenant().account(), tenant);
      if (other != null) {
        throw new UsageException(
            other.label()
                + " and "
                + tenant.label()
                + " have the same tenant id and client id, which would double the budget:"
                + " remove one of them, or set "
                + tenant.nameOf(Keys.GRAPH_TENANT_ID));
      }
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new UsageException(message);
    }
  }
}
