package io.connectorroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can write to a home decides what the program does. */
class HomeModesTest {
  @TempDir Path home;
  private Path routes;
  private Path properties;

  @BeforeEach
  void folders() throws IOException {
    routes = Files.createDirectory(home.resolve("routes"));
    properties = Files.createDirectory(home.resolve("config")).resolve("application.properties");
    Files.writeString(properties, "");
    set(properties, "rw-rw-r--");
    set(routes, "rwxrwxr-x");
  }

  private static void set(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private List<String> warnings() {
    return new ConfigurationReader(null, Map.of(), cloud -> null).read(home, List.of()).warnings();
  }

  @Test
  void aGroupMayWriteToIt() {
    assertThat(warnings()).isEmpty();
  }

  @Test
  void othersThatCanWriteToItAreWarnedOf() throws IOException {
    Path route = Files.writeString(routes.resolve("mine.camel.yaml"), "");
    for (Path path : List.of(home, routes)) {
      set(path, "rwxrwxrwx");
    }
    for (Path path : List.of(properties, route)) {
      set(path, "rw-rw-rw-");
    }
    assertThat(warnings())
        .hasSize(4)
        .allMatch(line -> line.contains("can be written to by others on this machine"))
        .anyMatch(line -> line.endsWith("chmod o-w " + home))
        .anyMatch(line -> line.endsWith("chmod o-w " + routes))
        .anyMatch(line -> line.endsWith("chmod o-w " + properties))
        .anyMatch(line -> line.endsWith("chmod o-w " + route));
  }
}
