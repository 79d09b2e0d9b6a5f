package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.text.NearestName;
import io.connectorroutes.text.PrintableText;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The tenant that a command is about. */
final class TenantAlias {
  @Parameters(
      arity = "1",
      paramLabel = "ALIAS",
      description = "A tenant of the configuration; default is the default one.")
  private String alias;

  /**
   * The tenant of that alias.
   *
   * @throws UsageException where none has it
   */
  GraphTenant tenant(Configuration configuration) {
    List<GraphTenant> tenants = configuration.graph().configuredTenants().all();
    return tenants.stream()
        .filter(tenant -> tenant.name().equals(alias))
        .findFirst()
        .orElseThrow(() -> unknown(tenants.stream().map(GraphTenant::name).toList()));
  }

  private UsageException unknown(List<String> names) {
    String hint =
        NearestName.of(alias, names)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElseGet(() -> "there is " + String.join(", ", names));
    return new UsageException(
        "tenant " + PrintableText.text(alias) + " is not configured; " + hint);
  }
}
