package io.connectorroutes.camel.management;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Where the management server listens.
 *
 * @param host of this machine
 * @param port 0 where there is no such server
 */
public record ManagementAddress(String host, int port) {
  /** The one of a configuration. */
  public static ManagementAddress of(Configuration configuration) {
    boolean isOff = configuration.isEmbedded() && !configuration.has(Keys.MANAGEMENT_PORT);
    return new ManagementAddress(
        configuration.get(Keys.MANAGEMENT_HOST),
        isOff ? 0 : configuration.get(Keys.MANAGEMENT_PORT));
  }

  /** Whether there is such a server. */
  public boolean isOn() {
    return port != 0;
  }

  /**
   * Looks whether it can be listened on, which would otherwise be found out only when everything
   * else runs, if at all.
   *
   * @throws UsageException naming the key, where it cannot
   */
  public void check() {
    if (!isOn()) {
      return;
    }
    InetAddress address = address();
    if (!canListen(address, 0)) {
      throw noneOfOurs(null);
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

  /** Whether this machine alone can connect. */
  boolean isLoopback() {
    return address().isLoopbackAddress();
  }

  /**
   * The address to listen on, by number: what was looked at is what is listened on, whatever a name
   * server says later.
   *
   * @throws UsageException where the host's name leads to none
   */
  public String bindHost() {
    return address().getHostAddress();
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw noneOfOurs(e);
    }
  }

  private UsageException noneOfOurs(UnknownHostException cause) {
    return new UsageException(
        "management.host: "
            + host
            + " is no address of this machine: give one, such as 127.0.0.1, or set"
            + " management.port=0",
        cause);
  }

  private static boolean canListen(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
