package io.connectorroutes.graph;

import io.connectorroutes.change.operation.ObjectKind;
import java.util.Set;

/**
 * Which Graph is spoken to, and how.
 *
 * @param cloud root and authority
 * @param apiVersion {@code v1.0} or {@code beta}: of the operations that exist in both
 * @param connectorsPath the path of App Proxy connectors for {@code connector.update}, with a slash
 *     in front and none at its end
 */
public record GraphSettings(Cloud cloud, String apiVersion, String connectorsPath) {
  /** The version that has every operation. */
  public static final String BETA = "beta";

  /** The version that is supported in production. */
  public static final String V1 = "v1.0";

  static final String APP_PROXY = "/onPremisesPublishingProfiles/applicationProxy";

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key
   */
  public GraphSettings {
    if (!Set.of(V1, BETA).contains(apiVersion)) {
      throw new IllegalArgumentException("graph.api-version: must be v1.0 or beta");
    }
    if (!connectorsPath.matches("(/[A-Za-z0-9._~-]+)+") || connectorsPath.contains("/..")) {
      throw new IllegalArgumentException(
          "graph.connectors-path: must begin with / and consist of plain segments, such as"
              + " /connectors");
    }
  }

  /** {@link #BETA} for what exists there alone, else the configured version. */
  String version(boolean betaOnly) {
    return betaOnly ? BETA : apiVersion;
  }

  /** The path of all objects of a kind, below the version. */
  String collection(ObjectKind kind) {
    return switch (kind) {
      case API_CONNECTOR -> "/identity/apiConnectors";
      case CONNECTOR -> connectorsPath;
      case CONNECTOR_GROUP -> APP_PROXY + "/connectorGroups";
      case USER_FLOW_STEP ->
          throw new IllegalArgumentException("steps of user flows are no collection");
    };
  }
}
