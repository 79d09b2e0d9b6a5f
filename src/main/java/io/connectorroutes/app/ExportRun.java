package io.connectorroutes.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.camel.CallRoot;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.delivery.TenantReads.AwayException;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.plan.TenantExport;
import io.connectorroutes.text.NearestName;
import java.util.function.Consumer;

/** One {@code export}: what a tenant holds, as changes. */
final class ExportRun {
  private ExportRun() {}

  /**
   * Exports a tenant.
   *
   * @param tenant what it is called; null for the default one
   * @param rows takes each row
   * @param leftOut takes in a line what is left out
   * @param lines takes in a line why a read is waited for
   * @throws UsageException where it is not configured, or cannot be read at all
   */
  static void run(
      Configuration configuration,
      String tenant,
      Consumer<ObjectNode> rows,
      Consumer<String> leftOut,
      Consumer<String> lines)
      throws Exception {
    try (TenantLookupRun lookup = new TenantLookupRun(configuration, Externals.standard(), lines)) {
      CallRoot root = lookup.calls();
      new TenantExport(
              lookup.reads(), root.lists(), configured(root.tenants(), tenant), rows, leftOut)
          .write();
    } catch (AwayException e) {
      throw new UsageException(e.getMessage() + "; mend that, and export again", e);
    }
  }

  private static GraphTenant configured(ConfiguredTenants tenants, String given) {
    String alias = given == null || given.equals(GraphTenant.DEFAULT) ? null : given;
    return tenants
        .withAlias(alias)
        .orElseThrow(
            () ->
                new UsageException(
                    alias == null
                        ? "no default tenant is configured; give one with --tenant: "
                            + String.join(", ", tenants.aliases())
                        : "tenant "
                            + alias
                            + " is not configured; "
                            + NearestName.hint(
                                alias,
                                tenants.aliases(),
                                "configured are " + String.join(", ", tenants.aliases()))));
  }
}
