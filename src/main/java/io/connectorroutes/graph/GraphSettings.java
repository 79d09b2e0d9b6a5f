package io.connectorroutes.graph;

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
}
