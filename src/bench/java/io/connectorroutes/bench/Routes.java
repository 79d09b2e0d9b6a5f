package io.connectorroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The shipped routes with one number changed, as a user could. */
final class Routes {
  private static final Path SHIPPED = Path.of("routes");
  private static final String CONFIGURER =
      "              httpClientConfigurer: \"#connector-routes-graph-http-client\"\n";

  private Routes() {}

  /**
   * A copy in that folder with so many connections to Graph, so that no more calls are under way at
   * once; the next ones are claimed, and the last ones settled, beside them.
   */
  static Path withConnections(int connections, Path folder) throws IOException {
    Path copy = folder.resolve("routes").toAbsolutePath();
    try (Stream<Path> all = Files.walk(SHIPPED)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        Path to = copy.resolve(SHIPPED.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    limit(copy.resolve("delivery/graph.camel.yaml"), connections);
    return copy;
  }

  private static void limit(Path route, int connections) throws IOException {
    String shipped = Files.readString(route);
    if (!shipped.contains(CONFIGURER)) {
      throw new IOException("the route to Graph does not read as it did: " + route);
    }
    String more =
        "              maxTotalConnections: %d\n              connectionsPerRoute: %d\n"
            .formatted(connections, connections);
    Files.writeString(route, shipped.replace(CONFIGURER, CONFIGURER + more));
  }
}
