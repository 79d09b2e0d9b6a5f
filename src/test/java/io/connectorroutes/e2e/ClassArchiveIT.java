package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class-data sharing: made by the first status in a home, used by later commands. */
class ClassArchiveIT {
  private static final Map<String, String> SHARING = Map.of("CONNECTOR_ROUTES_OPTS", "");

  @TempDir Path folder;
  private Path home;
  private Path data;

  @BeforeEach
  void ledger() throws Exception {
    home = folder.resolve("home");
    data = home.resolve("data");
    Path rows = Files.writeString(folder.resolve("rows.jsonl"), "{\"changeId\":\"a\"}\n");
    try (Launched first =
        start(
            Distribution.packaged(),
            "import",
            rows.toString(),
            "--property=graph.cloud=custom",
            "--property=graph.endpoint=http://127.0.0.1:9",
            "--property=graph.credential=none")) {
      first.awaitStatus(1);
    }
    assertThat(archives()).as("left by an import").isEmpty();
  }

  private Launched start(Distribution distribution, String... arguments) throws IOException {
    return distribution.start(
        folder,
        SHARING,
        Stream.concat(Stream.of("--home", "home"), Stream.of(arguments)).toArray(String[]::new));
  }

  private void status(Distribution distribution) throws Exception {
    try (Launched launched = start(distribution, "status")) {
      assertStatus(launched);
    }
  }

  private static void assertStatus(Launched launched) throws Exception {
    assertThat(launched.awaitStatus(0).out()).contains("rows.jsonl");
    assertThat(launched.err()).isEmpty();
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".classes-")).toList();
    }
  }

  /** How many classes a command takes out of an archive of its own. */
  private long shared(String... command) throws Exception {
    Path log = folder.resolve("classes.log");
    Map<String, String> environment =
        Map.of("CONNECTOR_ROUTES_OPTS", "-Xlog:class+load:file=" + log);
    try (Launched launched =
        Distribution.packaged()
            .start(
                folder,
                environment,
                Stream.concat(Stream.of("--home", "home"), Stream.of(command))
                    .toArray(String[]::new))) {
      launched.awaitStatus(0);
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(
              line -> line.contains("io.connectorroutes.") && line.contains("shared objects file"))
          .count();
    }
  }

  @Test
  void theFirstStatusMakesItAndADamagedOneIsMadeAnew() throws Exception {
    status(Distribution.packaged());

    assertThat(archives()).hasSize(1);
    Path made = archives().get(0);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    assertThat(shared("status")).isGreaterThan(100);
    assertThat(shared("dead-letters", "list")).isGreaterThan(100);

    Files.write(made, new byte[100_000]);
    status(Distribution.packaged());
    assertThat(archives())
        .singleElement()
        .satisfies(anew -> assertThat(Files.size(anew)).isGreaterThan(1_000_000));
    assertThat(shared("status")).isGreaterThan(100);
  }

  @Test
  void aCopyElsewhereAndTwoAtOnceWorkAsWell() throws Exception {
    Path copy = folder.resolve("a copy");
    assertThat(
            new ProcessBuilder("cp", "-r", Distribution.folder().toString(), copy.toString())
                .start()
                .waitFor())
        .isZero();
    Distribution other = Distribution.startedAs(copy.resolve("bin/connector-routes"));
    try (Launched one = start(Distribution.packaged(), "status");
        Launched two = start(Distribution.packaged(), "status");
        Launched three = start(other, "status")) {
      assertStatus(one);
      assertStatus(two);
      assertStatus(three);
    }
    assertThat(archives()).isNotEmpty().noneMatch(file -> file.toString().contains("unfinished"));
    status(Distribution.packaged());
    status(other);
    assertThat(shared("status")).isGreaterThan(100);
  }
}
