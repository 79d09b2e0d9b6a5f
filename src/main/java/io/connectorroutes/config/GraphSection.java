package io.connectorroutes.config;

import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.CredentialSettings;
import io.connectorroutes.graph.GraphSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The cloud and its tenants.
 *
 * @param cloud never null
 * @param endpoint root URL without a slash at its end; null except with {@code custom}
 * @param authority null except with {@code custom}, and there with credential {@code none}
 * @param apiVersion {@code v1.0} or {@code beta}
 * @param tenants at least one, of accounts that differ; the default tenant, where there is one,
 *     comes first
 * @param connectorsPath begins with a slash
 */
public record GraphSection(
    CloudName cloud,
    URI endpoint,
    URI authority,
    String apiVersion,
    List<TenantSection> tenants,
    String connectorsPath) {

  static GraphSection from(Configuration values) {
    GraphSection section =
        new GraphSection(
            values.get(Keys.GRAPH_CLOUD),
            values.get(Keys.GRAPH_ENDPOINT),
            values.get(Keys.GRAPH_AUTHORITY),
            values.get(Keys.GRAPH_API_VERSION),
            tenants(values),
            values.get(Keys.GRAPH_CONNECTORS_PATH));
    GraphChecks.check(section);
    return section;
  }

  /** How requests are written. */
  public GraphSettings settings() {
    Cloud of =
        cloud == CloudName.CUSTOM
            ? Cloud.custom(endpoint, authority)
            : Cloud.of(cloud.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return new GraphSettings(of, apiVersion, connectorsPath);
  }

  /** The tenants as the other packages know them. */
  public ConfiguredTenants configuredTenants() {
    return new ConfiguredTenants(tenants.stream().map(TenantSection::tenant).toList());
  }

  /**
   * How tokens are obtained, by account; secrets that are references are looked up each time the
   * settings are asked for.
   */
  public Map<String, Supplier<CredentialSettings>> credentials() {
    Map<String, Supplier<CredentialSettings>> credentials = new LinkedHashMap<>();
    tenants.forEach(tenant -> credentials.put(tenant.tenant().account(), tenant::settings));
    return credentials;
  }

  /** The accounts of the tenants that {@code token-credential} serves. */
  public Set<String> accountsOfHostCredential() {
    return tenants.stream()
        .filter(TenantSection::usesHostCredential)
        .map(tenant -> tenant.tenant().account())
        .collect(Collectors.toSet());
  }

  /**
   * The default tenant and the further ones. Where only further tenants name the directory that an
   * app's credential needs, there is no default tenant.
   */
  private static List<TenantSection> tenants(Configuration values) {
    List<TenantSection> tenants = new ArrayList<>();
    TenantSection byDefault = TenantSection.from(values, null);
    boolean shared = byDefault.credential().needsApp() && byDefault.tenantId() == null;
    if (!shared || values.aliases().isEmpty()) {
      tenants.add(byDefault);
    }
    values.aliases().forEach(alias -> tenants.add(TenantSection.from(values, alias)));
    return List.copyOf(tenants);
  }
}
