package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.e2e.Launched.Ended;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another process has locked the ledger for long, and the product is asked to stop meanwhile. */
class LockedLedgerIT {
  /** About two seconds, and room for a busy machine; each lock alone is waited for 15 s. */
  private static final Duration SOON = Duration.ofSeconds(8);

  private static final String NOTHING_THERE = "http://127.0.0.1:9";

  @TempDir Path folder;
  private Path database;
  private Path file;

  @BeforeEach
  void aLedger() throws Exception {
    database = folder.resolve("home/data/ledger.db");
    file = folder.resolve("one.jsonl");
    Files.writeString(file, "no object\n");
    try (Launched launched = start("import", file.toString())) {
      launched.awaitStatus(1);
    }
  }

  /** Whoever writes waits in its first transaction. */
  @ParameterizedTest
  @ValueSource(strings = {"import FILE", "tenant pause default", "job cancel one.jsonl"})
  void itEndsSoonWhereAnotherOneWrites(String command) throws Exception {
    Files.writeString(file, "no object either\n");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement sql = other.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      try (Launched launched = start(command.replace("FILE", file.toString()).split(" "))) {
        assertEndsSoon(launched);
      }
    }
  }

  /** Whoever opens it waits for others who do. */
  @ParameterizedTest
  @ValueSource(strings = {"import FILE", "run", "status", "status --watch", "dead-letters list"})
  void itEndsSoonWhereAnotherOneOpensIt(String command) throws Exception {
    try (FileChannel lock =
        FileChannel.open(Path.of(database + ".lock"), StandardOpenOption.WRITE)) {
      assertThat(lock.lock().isValid()).isTrue();
      try (Launched launched = start(command.replace("FILE", file.toString()).split(" "))) {
        assertThat(assertEndsSoon(launched)).contains("before the ledger was open");
      }
    }
  }

  @Test
  void itEndsSoonWhereAnotherOneHasItAlone() throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement sql = other.createStatement()) {
      sql.execute("PRAGMA locking_mode = EXCLUSIVE");
      sql.execute("BEGIN EXCLUSIVE");
      sql.execute("CREATE TABLE of_the_other (id INTEGER)");
      try (Launched launched = start("run")) {
        assertThat(assertEndsSoon(launched)).contains("before the ledger was open");
      }
    }
  }

  private static String assertEndsSoon(Launched launched) throws Exception {
    // It has begun to wait by then; where it has not, it ends as soon.
    launched.runFor(Duration.ofSeconds(4));
    long asked = System.nanoTime();
    Ended ended = launched.terminate().awaitStatus(3);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
    assertThat(ended.err().lines().filter(line -> line.startsWith("connector-routes: ")))
        .as(ended.err())
        .hasSize(1);
    return ended.err();
  }

  private Launched start(String... command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--home", folder.resolve("home").toString()));
    for (String setting :
        List.of(
            "graph.cloud=custom",
            "graph.endpoint=" + NOTHING_THERE,
            "graph.credential=none",
            "management.port=0")) {
      arguments.addAll(List.of("--property", setting));
    }
    return Distribution.packaged().start(folder, arguments.toArray(String[]::new));
  }
}
