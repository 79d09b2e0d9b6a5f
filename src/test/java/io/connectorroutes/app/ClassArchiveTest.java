package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a launcher in place of the program's, which leaves a file that is no archive. */
class ClassArchiveTest {
  private static final Instant START = Instant.parse("2026-11-28T01:00:00Z");

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void home() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
  }

  private void make(String script, String... arguments) throws IOException {
    Path launcher = Files.writeString(folder.resolve("launcher"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    new ClassArchive(launcher, data.resolve(".classes-7"), START).make(List.of(arguments));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void file(String name, Instant modified) throws IOException {
    Path file = Files.writeString(data.resolve(name), "x");
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  @Test
  void itIsMadeByTheSameCommandAndNamedByItsSum() throws IOException {
    make(
        "printf '%s|' \"$@\" > \"$CONNECTOR_ROUTES_ARCHIVE\"; chmod 444"
            + " \"$CONNECTOR_ROUTES_ARCHIVE\"",
        "status", "--home", "a b");

    // Of "status|--home|a b|", by cksum.
    assertThat(names()).singleElement().asString().matches("\\.classes-7-\\d+-18\\.jsa");
    Path made = data.resolve(names().get(0));
    assertThat(made).hasContent("status|--home|a b|");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatGoesWrongLeavesNothing() throws IOException {
    make("exit 1");
    make("kill -9 $$");
    new ClassArchive(folder.resolve("absent"), data.resolve(".classes-7"), START).make(List.of());
    new ClassArchive(folder.resolve("launcher"), folder.resolve("absent/.classes-7"), START)
        .make(List.of());
    assertThat(names()).isEmpty();
  }

  @Test
  void brokenOnesGoAndOfOthersOneStays() throws IOException {
    Instant before = START.minusSeconds(1);
    file(".classes-7-1-1.jsa", before);
    file(".classes-unfinished-a", before);
    file(".classes-5-1-1.jsa", before.minusSeconds(9));
    file(".classes-6-1-1.jsa", before);
    file("ledger.key", before);
    // Of a process that was started at the same time.
    file(".classes-7-2-2.jsa", START.plusSeconds(1));
    file(".classes-unfinished-b", START.plusSeconds(1));

    make("printf new > \"$CONNECTOR_ROUTES_ARCHIVE\"");

    assertThat(names())
        .hasSize(5)
        .contains(".classes-6-1-1.jsa", ".classes-7-2-2.jsa", ".classes-unfinished-b", "ledger.key")
        .anyMatch(name -> name.matches("\\.classes-7-\\d+-3\\.jsa"));
  }
}
