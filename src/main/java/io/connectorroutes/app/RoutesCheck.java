package io.connectorroutes.app;

import io.connectorroutes.app.check.CheckLimits;
import io.connectorroutes.app.check.CheckRun;
import io.connectorroutes.app.command.Check;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.TenantSection;
import io.connectorroutes.graph.Permission;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** One {@code check}: the HTTP exit alone is started, by which Graph is asked. */
final class RoutesCheck {
  private RoutesCheck() {}

  /**
   * Looks at everything.
   *
   * @param clock of this machine
   * @param limits how long it waits
   * @throws io.connectorroutes.config.UsageException where the configuration does not fit
   */
  static List<Check> run(
      Configuration configuration,
      List<TenantSection> tenants,
      Set<Permission> permissions,
      Externals externals,
      Clock clock,
      CheckLimits limits)
      throws Exception {
    StartChecks.check(configuration, Mode.CALLS);
    try (RoutesMain routes =
        new RoutesMain(configuration, Mode.CALLS, externals.withAnswerWithin(limits.answer()))) {
      routes.start();
      return new CheckRun(configuration, routes.embedded(), tenants, permissions, clock, limits)
          .checks();
    }
  }
}
