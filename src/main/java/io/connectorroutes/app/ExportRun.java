package io.connectorroutes.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.app.command.KnownTenants;
import io.connectorroutes.camel.CallRoot;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.delivery.TenantReads.AwayException;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.plan.TenantExport;
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
   * @param progress shows how far it is
   * @throws UsageException where it is not configured, or cannot be read at all
   */
  static void run(
      Configuration configuration,
      String tenant,
      Consumer<ObjectNode> rows,
      Consumer<String> leftOut,
      LookupProgress progress)
      throws Exception {
    try (progress;
        TenantLookupRun lookup =
            new TenantLookupRun(configuration, Externals.standard(), progress)) {
      CallRoot root = lookup.calls();
      new TenantExport(
              lookup.reads(),
              root.lists(),
              configured(root.tenants(), tenant),
              rows,
              line -> {
                progress.close();
                leftOut.accept(line);
              })
          .write();
    } catch (AwayException e) {
      throw new UsageException(e.getMessage() + "; mend that, and export again", e);
    }
  }

  private static GraphTenant configured(ConfiguredTenants tenants, String given) {
    if (given == null && tenants.withAlias(null).isEmpty()) {
      throw new UsageException(
          "no default tenant is configured; give "
              + ConfiguredTenants.oneOf(tenants.aliases())
              + " with --tenant");
    }
    return KnownTenants.find(tenants.all(), GraphTenant.nameOf(given));
  }
}
