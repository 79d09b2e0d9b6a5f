package io.connectorroutes.graph;

import java.util.Optional;

/** Which permission a request needs, by the pages of its operation. */
final class Permissions {
  private Permissions() {}

  /**
   * What to do where Graph forbids a request.
   *
   * @param path of the request, with its version
   * @return one clause; empty where the path says nothing, as a batch's
   */
  static Optional<String> remedy(String path) {
    return permission(path)
        .map(
            permission ->
                "grant the app the application permission "
                    + permission
                    + " with admin consent in this tenant");
  }

  private static Optional<String> permission(String path) {
    if (path.contains("/identity/apiConnectors")) {
      return Optional.of("APIConnectors.ReadWrite.All");
    }
    if (path.contains("UserFlows/")) {
      return Optional.of("IdentityUserFlow.ReadWrite.All");
    }
    return path.contains("/connector") || path.contains("/onPremisesPublishingProfiles/")
        ? Optional.of("Directory.ReadWrite.All")
        : Optional.empty();
  }
}
