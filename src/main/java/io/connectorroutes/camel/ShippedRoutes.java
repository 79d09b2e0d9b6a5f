package io.connectorroutes.camel;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;

/**
 * The routes in the jar, one by one: Camel loses the folders of files that a pattern finds in a jar
 * (CAMEL-23370).
 */
public final class ShippedRoutes {
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

  /** Camel's names of the files. */
  public static List<String> resources() {
    return FILES.stream().map(file -> "classpath:io/connectorroutes/routes/" + file).toList();
  }

  /** The files as a context finds them. */
  static List<Resource> of(CamelContext context) {
    ResourceLoader loader = PluginHelper.getResourceLoader(context);
    return resources().stream().map(loader::resolveResource).toList();
  }
}
