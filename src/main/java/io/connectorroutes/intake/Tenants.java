package io.connectorroutes.intake;

import io.connectorroutes.graph.GraphTenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The configured tenants.
 *
 * @param defaultTenant null where none is configured
 * @param byAlias further tenants; may be empty
 */
public record Tenants(GraphTenant defaultTenant, Map<String, GraphTenant> byAlias) {

  /** Those of the configuration; at most one of them has no alias. */
  public static Tenants of(List<GraphTenant> tenants) {
    GraphTenant byDefault = null;
    Map<String, GraphTenant> byAlias = new LinkedHashMap<>();
    for (GraphTenant tenant : tenants) {
      if (tenant.alias() == null) {
        byDefault = tenant;
      } else {
        byAlias.put(tenant.alias(), tenant);
      }
    }
    return new Tenants(byDefault, byAlias);
  }

  /** The tenant that a change names; null for the default one. Empty where there is none. */
  Optional<GraphTenant> find(String alias) {
    return Optional.ofNullable(alias == null ? defaultTenant : byAlias.get(alias));
  }

  /** What a sender may do instead, as a clause for a person. */
  String choices() {
    String aliases = String.join(", ", new TreeSet<>(byAlias.keySet()));
    if (defaultTenant == null) {
      return "give one of " + aliases;
    }
    return byAlias.isEmpty()
        ? "leave it out for the default tenant, the only one"
        : "give one of " + aliases + ", or leave it out for the default tenant";
  }
}
