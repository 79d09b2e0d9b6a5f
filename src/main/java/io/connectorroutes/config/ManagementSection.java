package io.connectorroutes.config;

/**
 * The {@code management.*} keys.
 *
 * @param host address that the server listens on
 * @param port 0: no server
 */
public record ManagementSection(String host, int port) {
  static ManagementSection from(Values values) {
    return new ManagementSection(
        values.get(Keys.MANAGEMENT_HOST), values.get(Keys.MANAGEMENT_PORT));
  }

  /** Whether there is to be a management server. */
  public boolean isOn() {
    return port != 0;
  }
}
