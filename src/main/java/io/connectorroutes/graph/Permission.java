package io.connectorroutes.graph;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an app must be granted in a tenant for its requests, by the pages of the operations. */
public enum Permission {
  /** For API connectors. */
  API_CONNECTORS("API connectors", "APIConnectors.ReadWrite.All"),
  /** For the steps of user flows. */
  USER_FLOWS("user flows", "IdentityUserFlow.ReadWrite.All"),
  /**
   * For App Proxy connectors and their groups. Microsoft's pages name it as an application
   * permission for creating a group alone, and as a delegated one for all else.
   */
  APP_PROXY("App Proxy", "Directory.ReadWrite.All");

  private final String text;
  private final String graphName;

  Permission(String text, String graphName) {
    this.text = text;
    this.graphName = graphName;
  }

  /**
   * Which one a request needs.
   *
   * @param path of the request, with its version
   * @return empty where the path says nothing, as a batch's
   */
  public static Optional<Permission> of(String path) {
    if (path.contains("/identity/apiConnectors")) {
      return Optional.of(API_CONNECTORS);
    }
    if (path.contains("UserFlows")) {
      return Optional.of(USER_FLOWS);
    }
    return path.contains("/connector") || path.contains("/onPremisesPublishingProfiles/")
        ? Optional.of(APP_PROXY)
        : Optional.empty();
  }

  /** Which one requests for objects of that kind need. */
  public static Permission of(ObjectKind kind) {
    return switch (kind) {
      case API_CONNECTOR -> API_CONNECTORS;
      case USER_FLOW_STEP -> USER_FLOWS;
      case CONNECTOR, CONNECTOR_GROUP -> APP_PROXY;
    };
  }

  /** Those that the requests of a change need, with the look for an object that it names. */
  public static Set<Permission> of(ConnectorChange change) {
    Set<Permission> needed = EnumSet.of(of(change.operation().kind()));
    change
        .reference()
        .filter(ObjectReference::isByName)
        .ifPresent(reference -> needed.add(of(reference.kind())));
    return needed;
  }

  /** What it is for, as a person reads it. */
  public String text() {
    return text;
  }

  /** As options of commands name it, such as {@code app-proxy}. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As Microsoft Graph calls it. */
  public String graphName() {
    return graphName;
  }

  /**
   * Whether a token carries it.
   *
   * @return empty where the token tells nothing of the kind
   */
  public Optional<Boolean> isIn(String token) {
    Set<String> roles = new HashSet<>();
    TokenClaims.of(token)
        .ifPresent(claims -> claims.path("roles").forEach(role -> roles.add(role.asText())));
    if (roles.contains(graphName)) {
      return Optional.of(true);
    }
    boolean isForReading = roles.contains(graphName.replace(".ReadWrite.", ".Read."));
    return isForReading ? Optional.of(false) : Optional.empty();
  }

  /** What to do where Graph forbids a request; one clause. */
  public String remedy() {
    return "grant the app the application permission "
        + graphName
        + " with admin consent in this tenant";
  }
}
