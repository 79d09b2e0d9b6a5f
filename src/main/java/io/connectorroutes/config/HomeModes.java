package io.connectorroutes.config;

import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Warns of what others can write to in a home: its configuration and its routes are code. It is not
 * refused: volumes of containers are often open to all, where nobody else is.
 */
final class HomeModes {
  private static final String CONFIG = "config";

  private HomeModes() {}

  /** A line for each file or folder that others can write to. */
  static Stream<String> warnings(Path home) {
    Path config = home.resolve(CONFIG);
    Path routes = home.resolve("routes");
    return Stream.of(
            Stream.of(home, config, routes), filesOf(config).stream(), filesOf(routes).stream())
        .flatMap(paths -> paths)
        .filter(HomeModes::isOpen)
        .map(
            path ->
                path
                    + " can be written to by others on this machine, who so decide what this"
                    + " program does: close it with chmod o-w "
                    + path);
  }

  private static List<Path> filesOf(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      // Whoever needs a file of it says so.
      return List.of();
    }
  }

  private static boolean isOpen(Path path) {
    try {
      return PrivateFiles.isWritableByOthers(path);
    } catch (IOException e) {
      return false;
    }
  }
}
