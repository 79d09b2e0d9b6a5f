package io.connectorroutes.graph;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The list requests by which names are found. The whole list is read, as Microsoft's page "List
 * identityApiConnectors" has no {@code $filter}.
 */
public final class GraphLists {
  private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

  private final GraphSettings settings;

  /** Lists of the Graph of these settings. */
  public GraphLists(GraphSettings settings) {
    this.settings = settings;
  }

  /**
   * The request for the first page.
   *
   * @param kind API_CONNECTOR or CONNECTOR_GROUP: the kinds that have names
   * @throws IllegalArgumentException for another kind
   */
  public GraphRequest firstPage(ObjectKind kind, String account) {
    if (kind.nameField().isEmpty()) {
      throw new IllegalArgumentException(kind + " has no name to look up");
    }
    return get("/" + settings.version(kind.isBetaOnly()) + settings.collection(kind), account);
  }

  /**
   * The request for the first page of a tenant's user flows.
   *
   * @param isB2c whether those of Azure AD B2C, which are in beta alone
   */
  public GraphRequest userFlows(boolean isB2c, String account) {
    String path = isB2c ? "/identity/b2cUserFlows" : "/identity/b2xUserFlows";
    return get("/" + settings.version(isB2c) + path, account);
  }

  /** The one read that shows whether the app may read what a permission is for. */
  public GraphRequest probe(Permission permission, String account) {
    return switch (permission) {
      case API_CONNECTORS -> firstPage(ObjectKind.API_CONNECTOR, account);
      case USER_FLOWS -> userFlows(false, account);
      case APP_PROXY -> firstPage(ObjectKind.CONNECTOR_GROUP, account);
    };
  }

  /** The request for the first page of App Proxy connectors, at the path that is published. */
  public GraphRequest connectors(String account) {
    return get("/" + GraphSettings.BETA + GraphSettings.APP_PROXY + "/connectors", account);
  }

  /** The request for the groups that an App Proxy connector is in: one. */
  public GraphRequest groupsOf(String connectorId, String account) {
    return get(
        "/"
            + GraphSettings.BETA
            + GraphSettings.APP_PROXY
            + "/connectors/"
            + PathSegments.encode(connectorId)
            + "/memberOf",
        account);
  }

  /**
   * The request for what the steps of a user flow call; in beta, which alone has all of them.
   *
   * @param isB2c whether it is one of Azure AD B2C
   */
  public GraphRequest steps(boolean isB2c, String userFlowId, String account) {
    return get(
        "/"
            + GraphSettings.BETA
            + (isB2c ? "/identity/b2cUserFlows/" : "/identity/b2xUserFlows/")
            + PathSegments.encode(userFlowId)
            + "/apiConnectorConfiguration?$expand="
            + String.join(",", Target.STEPS),
        account);
  }

  /**
   * The request for a further page.
   *
   * @param path as {@link #pathOf} gave it
   */
  public GraphRequest nextPage(String path, String account) {
    return get(path, account);
  }

  /**
   * The path and query of a next link below the root.
   *
   * @param nextLink {@code @odata.nextLink} of a page
   * @return empty where the link leaves the configured root (another scheme, host, port or path
   *     prefix) or is no URL: it must not be followed, as the token would go along
   */
  public Optional<String> pathOf(String nextLink) {
    URI root = settings.cloud().root();
    URI link;
    try {
      link = new URI(nextLink);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
    // Java takes letters of any script in a URL, which an HTTP client would replace.
    if (!ASCII.matcher(nextLink).matches()
        || !sameOrigin(root, link)
        || link.getRawPath() == null) {
      return Optional.empty();
    }
    String path = link.getRawPath();
    String prefix = root.getRawPath();
    if (!path.startsWith(prefix + "/") || !isPlain(path)) {
      return Optional.empty();
    }
    String query = link.getRawQuery() == null ? "" : "?" + link.getRawQuery();
    return Optional.of(path.substring(prefix.length()) + query);
  }

  private static GraphRequest get(String path, String account) {
    return new GraphRequest("GET", path, null, account, UUID.randomUUID().toString());
  }

  private static boolean sameOrigin(URI a, URI b) {
    return b.getScheme() != null
        && b.getHost() != null
        && b.getRawUserInfo() == null
        && a.getScheme().equalsIgnoreCase(b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && port(a) == port(b);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  private static boolean isPlain(String path) {
    String lower = path.toLowerCase(Locale.ROOT).replace("%2e", ".");
    return !(lower + "/").contains("/../") && !(lower + "/").contains("/./");
  }
}
