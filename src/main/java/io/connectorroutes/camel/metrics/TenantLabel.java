package io.connectorroutes.camel.metrics;

import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.micrometer.core.instrument.Tags;

/**
 * The label {@code tenant}: the alias of a configured tenant, {@code default}, or {@link #OTHER}.
 */
final class TenantLabel {
  /** A tenant that is not configured; no alias, since those have no underscore. */
  static final String OTHER = "_other";

  private final ConfiguredTenants tenants;
  private final boolean isShown;

  /**
   * A label for these.
   *
   * @param isShown whether it is there at all ({@code metrics.tenants})
   */
  TenantLabel(ConfiguredTenants tenants, boolean isShown) {
    this.tenants = tenants;
    this.isShown = isShown;
  }

  /**
   * Of the tenant that is called so.
   *
   * @param alias null for the default one
   */
  Tags ofAlias(String alias) {
    return of(tenants.withAlias(alias).map(GraphTenant::name).orElse(OTHER));
  }

  /** Of a tenant that is not configured, or that nobody knows. */
  Tags ofNone() {
    return of(OTHER);
  }

  /** Of the account of a tenant. */
  Tags ofAccount(String account) {
    return of(tenants.accounts().contains(account) ? tenants.nameOf(account) : OTHER);
  }

  private Tags of(String name) {
    return isShown ? Tags.of("tenant", name) : Tags.empty();
  }
}
