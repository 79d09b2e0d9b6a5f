package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.graph.GraphTenant;
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
   * @throws io.connectorroutes.config.UsageException where none has it
   */
  GraphTenant tenant(Configuration configuration) {
    return KnownTenants.find(configuration.graph().configuredTenants().all(), alias);
  }
}
