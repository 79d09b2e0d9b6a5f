package io.connectorroutes.app;

import io.connectorroutes.camel.Mode;
import io.connectorroutes.camel.management.ManagementAccess;
import io.connectorroutes.camel.management.ManagementAddress;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Existing;
import io.connectorroutes.config.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What must fit this machine before anything is started. */
final class StartChecks {
  private StartChecks() {}

  /**
   * Looks at the folder of the routes and at the address of the management server, which would
   * otherwise be found out only when everything else runs.
   *
   * @throws UsageException naming the key
   */
  static void check(Configuration configuration, Mode mode) {
    Path routes = configuration.routesDirectory();
    if (routes != null && !(Existing.isThere(routes) && Files.isDirectory(routes))) {
      throw new UsageException(
          "routes.directory: "
              + routes
              + " is no folder: give the one with the distribution's routes, or remove the key");
    }
    if (mode == Mode.RUN) {
      ManagementAddress address = ManagementAddress.of(configuration);
      address.check();
      if (address.isOn()) {
        ManagementAccess.of(configuration);
      }
    }
  }
}
