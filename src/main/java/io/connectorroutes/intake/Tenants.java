package io.connectorroutes.intake;

import io.connectorroutes.graph.GraphTenant;
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

  /** The tenant that a change names; null for the default one. Empty where there is none. */
  Optional<GraphTenant> find(String alias) {
    return Optional.ofNullable(alias == null ? defaultTenant : byAlias.get(alias));
  }

  /** The aliases for a person. */
  String aliases() {
    return byAlias.isEmpty() ? "none" : String.join(", ", new TreeSet<>(byAlias.keySet()));
  }
}
