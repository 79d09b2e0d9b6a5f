package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.e2e.Launched.Ended;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same distribution on JDK 25, where there is one: it must not be built with it. */
class Jdk25IT {
  private static final String HINT =
      "no JDK 25 was found: give its folder as -Djdk25.home or JDK25_HOME";

  @TempDir Path folder;

  @Test
  void theDemoEndsWellAndTheJvmWarnsOfNothing() throws Exception {
    Optional<Path> jdk = jdk25();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(jdk).as(HINT).isPresent();
    }
    Assumptions.assumeTrue(jdk.isPresent(), HINT);

    Map<String, String> environment = Map.of("JAVA_HOME", jdk.orElseThrow().toString());
    try (Launched demo =
        Distribution.packaged().start(folder, environment, "demo", "--home", folder.toString())) {
      Ended ended = demo.awaitStatus(0);
      assertThat(ended.errorLines()).isEmpty();
      assertThat(ended.out()).contains("are as they must be");
    }
  }

  private static Optional<Path> jdk25() throws IOException {
    List<Path> candidates = new ArrayList<>();
    Stream.of(System.getProperty("jdk25.home"), System.getenv("JDK25_HOME"))
        .filter(home -> home != null && !home.isBlank())
        .map(Path::of)
        .forEach(candidates::add);
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(installed, "*25*")) {
        found.forEach(candidates::add);
      }
    }
    return candidates.stream()
        .filter(home -> Files.isExecutable(home.resolve("bin/java")))
        .filter(Jdk25IT::isVersion25)
        .findFirst();
  }

  private static boolean isVersion25(Path home) {
    try {
      return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
    } catch (IOException e) {
      return false;
    }
  }
}
