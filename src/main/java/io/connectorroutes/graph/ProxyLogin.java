package io.connectorroutes.graph;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The login of {@code https.proxyUser} and {@code https.proxyPassword} at the proxy of {@code
 * https.proxyHost} and {@code https.proxyPort}.
 */
public final class ProxyLogin {
  private static final int HTTPS_PORT = 443;

  private final String host;
  private final int port;
  private final String user;
  private final String password;

  private ProxyLogin(String host, int port, String user, String password) {
    this.host = host;
    this.port = port;
    this.user = user;
    this.password = password;
  }

  /** As Java's settings are now; empty where they name no proxy or no user. */
  public static Optional<ProxyLogin> ofSettings() {
    String host = System.getProperty("https.proxyHost");
    String user = System.getProperty("https.proxyUser");
    return host == null || user == null
        ? Optional.empty()
        : Optional.of(
            new ProxyLogin(
                host,
                Integer.getInteger("https.proxyPort", HTTPS_PORT),
                user,
                System.getProperty("https.proxyPassword", "")));
  }

  /** The proxy's name or address. */
  public String host() {
    return host;
  }

  /** The proxy's port. */
  public int port() {
    return port;
  }

  /** Who logs in. */
  public String user() {
    return user;
  }

  /** May be empty; secret. */
  public String password() {
    return password;
  }

  /** The value of {@code Proxy-Authorization}; secret. */
  String basic() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
