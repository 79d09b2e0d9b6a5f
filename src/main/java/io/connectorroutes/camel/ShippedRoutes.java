package io.connectorroutes.camel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes in the jar, one by one: Camel loses the folders of files that a pattern finds in a jar
 * (CAMEL-23370).
 */
final class ShippedRoutes {
  /** Their files, below the folder {@code routes/} of the project. */
  static final List<String> FILES =
      List.of(
          "plain.camel.yaml",
          "intake/file.camel.yaml",
          "intake/files.camel.yaml",
          "intake/queue.camel.yaml",
          "intake/kafka.camel.yaml",
          "intake/expire.camel.yaml",
          "delivery/graph.camel.yaml",
          "delivery/due.camel.yaml",
          "outcome/forward.camel.yaml",
          "outcome/outcomes.camel.yaml",
          "outcome/dead-letters.camel.yaml",
          "outcome/results.camel.yaml",
          "outcome/prune.camel.yaml");

  private ShippedRoutes() {}

  /** What Camel calls each file, by its path below that folder. */
  static Map<String, String> resources() {
    Map<String, String> resources = new LinkedHashMap<>();
    FILES.forEach(file -> resources.put(file, "classpath:io/connectorroutes/routes/" + file));
    return resources;
  }
}
