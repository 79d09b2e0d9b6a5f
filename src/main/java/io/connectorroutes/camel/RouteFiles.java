package io.connectorroutes.camel;

import io.connectorroutes.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;

/** Which files of routes a configuration loads: those of its folders, or those of the jar. */
final class RouteFiles {
  /** What calls take, without a ledger. */
  private static final Set<String> OF_CALLS =
      Set.of("plain.camel.yaml", "delivery/graph.camel.yaml");

  private static final String NAMES = ".camel.yaml";

  private RouteFiles() {}

  /** What calls take, without a ledger. */
  static List<Resource> ofCalls(Configuration configuration, CamelContext context)
      throws IOException {
    Map<String, String> files = shipped(configuration);
    files.keySet().retainAll(OF_CALLS);
    return resources(context, files.values());
  }

  /** All others, those of the home last. */
  static List<Resource> ofLedger(Configuration configuration, CamelContext context)
      throws IOException {
    Map<String, String> files = shipped(configuration);
    files.keySet().removeAll(OF_CALLS);
    List<String> all = new ArrayList<>(files.values());
    if (configuration.homeRoutes() != null) {
      all.addAll(below(configuration.homeRoutes()).values());
    }
    return resources(context, all);
  }

  /** What Camel calls each, by the path below {@code routes/}. */
  private static Map<String, String> shipped(Configuration configuration) throws IOException {
    Path directory = configuration.routesDirectory();
    return directory == null ? ShippedRoutes.resources() : below(directory);
  }

  private static Map<String, String> below(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      found
          .filter(file -> file.getFileName().toString().endsWith(NAMES))
          .forEach(file -> files.put(folder.relativize(file).toString(), "file:" + file));
    }
    return files;
  }

  private static List<Resource> resources(CamelContext context, Iterable<String> names) {
    ResourceLoader loader = PluginHelper.getResourceLoader(context);
    List<Resource> resources = new ArrayList<>();
    names.forEach(name -> resources.add(loader.resolveResource(name)));
    return resources;
  }
}
