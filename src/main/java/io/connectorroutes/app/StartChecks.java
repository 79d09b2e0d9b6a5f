package io.connectorroutes.app;

import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Existing;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
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
    int port = configuration.get(Keys.MANAGEMENT_PORT);
    if (mode == Mode.RUN && port != 0) {
      checkAddress(configuration.get(Keys.MANAGEMENT_HOST), port);
    }
  }

  private static void checkAddress(String host, int port) {
    InetAddress address = address(host);
    if (!canListen(address, 0)) {
      throw noneOfOurs(host, null);
    }
    if (!canListen(address, port)) {
      throw new UsageException(
          "management.port: "
              + port
              + " cannot be listened on at "
              + host
              + ", perhaps since another program does: give another port, or 0 for none");
    }
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw noneOfOurs(host, e);
    }
  }

  private static UsageException noneOfOurs(String host, UnknownHostException e) {
    return new UsageException(
        "management.host: "
            + host
            + " is no address of this machine: give one, such as 127.0.0.1, or set"
            + " management.port=0",
        e);
  }

  private static boolean canListen(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
