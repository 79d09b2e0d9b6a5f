package io.connectorroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The shipped routes with one number changed, as a user could. */
final class Routes {
  private static final Path SHIPPED = Path.of("routes");
  private static final String WORKERS = "\"{{delivery.workers}}\"";

  private Routes() {}

  /** A copy in that folder whose delivery has so many Graph calls under way at most. */
  static Path withCallsAtOnce(int calls, Path folder) throws IOException {
    Path copy = folder.resolve("routes").toAbsolutePath();
    try (Stream<Path> all = Files.walk(SHIPPED)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        Path to = copy.resolve(SHIPPED.relativize(file));
        Files.createDirectories(to.getParent());
        Files.writeString(to, Files.readString(file).replace(WORKERS, String.valueOf(calls)));
      }
    }
    if (!Files.readString(copy.resolve("delivery/deliver.camel.yaml"))
        .contains("concurrentConsumers: " + calls)) {
      throw new IOException("the route that delivers does not name " + WORKERS + " any more");
    }
    return copy;
  }
}
