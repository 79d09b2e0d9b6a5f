package io.connectorroutes.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program makes can be read by its owner alone. */
class FileModesTest {
  @TempDir Path home;

  @Test
  void foldersAndFilesAreTheirOwnersAlone() throws Exception {
    try (TestSystem system = TestSystem.in(home).start()) {
      system.drop("one.jsonl", Creations.text(0));
      system.drop("bad.json", "[");
      system.drop(
          "gone.jsonl",
          """
          {"changeId":"gone-1","operation":"apiConnector.update","target":{"id":"gone"},\
          "properties":{"displayName":"x"}}
          """);
      system.resultsOf("one.jsonl");
      system.awaited("dead-letters/gone-1.json");
      system.awaited("refused/bad.json");
    }
    for (String folder :
        List.of("results", "dead-letters", "refused", "accepted", "logs", "data")) {
      assertThat(mode(home.resolve(folder))).as(folder).isEqualTo("rwx------");
    }
    for (Path file : made()) {
      assertThat(mode(file))
          .as(file.toString())
          .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
    }
  }

  /** All but what senders made. */
  private List<Path> made() throws IOException {
    List<Path> made = new ArrayList<>();
    for (String name :
        List.of("results", "dead-letters", "logs", "data", "refused/bad.json.reason.txt")) {
      try (Stream<Path> below = Files.walk(home.resolve(name))) {
        below.forEach(made::add);
      }
    }
    return made;
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
