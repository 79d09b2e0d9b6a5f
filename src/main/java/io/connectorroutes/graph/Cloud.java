package io.connectorroutes.graph;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * A deployment of Microsoft Graph. Roots and authorities are those of Microsoft's page "National
 * cloud deployments".
 *
 * @param name as in {@code graph.cloud}
 * @param root Graph's root, without a slash at its end; https, or http on a loopback address
 * @param authority where tokens come from, without a slash at its end; null where no token is used
 */
public record Cloud(String name, URI root, URI authority) {
  private static final Cloud GLOBAL =
      known("global", "https://graph.microsoft.com", "https://login.microsoftonline.com");
  private static final Cloud US_GOV_L4 =
      known("us-gov-l4", "https://graph.microsoft.us", "https://login.microsoftonline.us");
  private static final Cloud US_GOV_L5 =
      known("us-gov-l5", "https://dod-graph.microsoft.us", "https://login.microsoftonline.us");
  private static final Cloud CHINA =
      known("china", "https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn");

  /** The name of the cloud whose root and authority are configured. */
  public static final String CUSTOM = "custom";

  /**
   * One of Microsoft's clouds.
   *
   * @throws IllegalArgumentException where none has that name
   */
  public static Cloud of(String name) {
    return switch (name) {
      case "global" -> GLOBAL;
      case "us-gov-l4" -> US_GOV_L4;
      case "us-gov-l5" -> US_GOV_L5;
      case "china" -> CHINA;
      default ->
          throw new IllegalArgumentException(
              "graph.cloud: no cloud is named "
                  + name
                  + "; use global, us-gov-l4, us-gov-l5, china or custom");
    };
  }

  /**
   * A cloud with a root and an authority of one's own.
   *
   * @param root https, or http on a loopback address; no query, no fragment
   * @param authority https; null where no token is used
   * @throws IllegalArgumentException where one of them is not allowed; the message names the key
   */
  public static Cloud custom(URI root, URI authority) {
    if (!isHttps(root) && !(isHttp(root) && isLoopback(root))) {
      throw new IllegalArgumentException(
          "graph.endpoint: must be an absolute https URL; http is allowed for loopback only");
    }
    if (root.getRawQuery() != null || root.getRawFragment() != null) {
      throw new IllegalArgumentException("graph.endpoint: must have no query and no fragment");
    }
    if (authority != null && !isHttps(authority)) {
      throw new IllegalArgumentException("graph.authority: must be an absolute https URL");
    }
    return new Cloud(
        CUSTOM, withoutSlash(root), authority == null ? null : withoutSlash(authority));
  }

  /** The scope of a client-credential token: the root's, as the clouds' tokens differ. */
  public String scope() {
    return root + "/.default";
  }

  /** Whether the root is on this machine. */
  public boolean isLoopback() {
    return isLoopback(root);
  }

  /** Whether the authority is one that Microsoft's instance discovery does not know. */
  public boolean isCustom() {
    return name.equals(CUSTOM);
  }

  /**
   * Whether the cloud lacks API connectors and their place in user flows in v1.0, as the cloud
   * tables of Microsoft's pages "Update identityApiConnector" and "Update
   * apiConnectorConfiguration" say.
   */
  boolean offersApiConnectorsInBetaOnly() {
    return Set.of("us-gov-l4", "us-gov-l5").contains(name);
  }

  private static Cloud known(String name, String root, String authority) {
    return new Cloud(name, URI.create(root), URI.create(authority));
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
  }

  private static boolean isHttp(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
  }

  private static boolean isLoopback(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (host.equals("localhost")) {
      return true;
    }
    // Only literal addresses: a name is not looked up, as its answer can change.
    if (!host.startsWith("[") && !host.matches("[0-9.]+")) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static URI withoutSlash(URI uri) {
    return URI.create(uri.toString().replaceAll("/+$", ""));
  }
}
