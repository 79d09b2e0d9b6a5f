package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.text.NearestName;
import io.connectorroutes.text.PrintableText;
import java.util.List;

/** The tenants that a command line may name. */
public final class KnownTenants {
  private KnownTenants() {}

  /**
   * The tenant of that name.
   *
   * @param tenants the configured ones
   * @param name an alias, or {@link GraphTenant#DEFAULT}
   * @throws UsageException where none has it; it names the nearest one, or a few that there are
   */
  public static GraphTenant find(List<GraphTenant> tenants, String name) {
    return tenants.stream()
        .filter(tenant -> tenant.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(tenants.stream().map(GraphTenant::name).toList(), name));
  }

  private static UsageException unknown(List<String> names, String name) {
    String known = "give " + ConfiguredTenants.oneOf(names);
    return new UsageException(
        "tenant "
            + PrintableText.name(name)
            + " is not configured; "
            + NearestName.hint(name, names, known));
  }
}
