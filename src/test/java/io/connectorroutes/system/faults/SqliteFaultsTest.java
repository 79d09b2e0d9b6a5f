package io.connectorroutes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.ProductCommands;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.testing.SmallDisk;
import io.connectorroutes.testing.TestSystem;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of an SQLite ledger is full, or another process holds its lock. */
class SqliteFaultsTest {
  @TempDir Path folder;

  @Test
  void onAFullDiskNothingIsAcknowledgedUntilThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(folder.resolve("disk"), "24m");
        LedgerLoad load = LedgerLoad.start(folder, at(disk.path().resolve("data/ledger.db")))) {
      load.send(5);
      load.drop(20);
      load.awaitOutcomes(1);
      Path filler = disk.fill();
      // What has room in the write-ahead log still goes in.
      load.drop(20);
      load.drop(20);
      load.awaitHealth(503);
      assertThat(load.system().application().ledger().problem())
          .hasValue("the disk of the ledger is full, make room in " + disk.path().resolve("data"));
      assertThat(statusOf(load.system())).isZero();

      load.send(10);
      Awaitility.await()
          .during(Duration.ofMillis(1_500))
          .atMost(Duration.ofMinutes(2))
          .until(() -> load.unacknowledged() >= 10);

      Files.delete(filler);
      load.awaitHealth(200);
      load.assertAllDoneOnce();
    }
  }

  @Test
  void aLockThatAnotherProcessHoldsIsWaitedFor() throws Exception {
    try (LedgerLoad load = LedgerLoad.start(folder, Map.of())) {
      load.send(5);
      load.drop(20);
      load.awaitOutcomes(1);
      String url = "jdbc:sqlite:" + load.system().home().resolve("data/ledger.db");
      try (Connection other = DriverManager.getConnection(url);
          Statement statement = other.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 10000");
        statement.execute("BEGIN IMMEDIATE");
        load.awaitHealth(503);
        load.send(5);
        load.drop(20);
        assertThat(load.unacknowledged()).isGreaterThanOrEqualTo(5);
        statement.execute("ROLLBACK");
      }
      load.awaitHealth(200);
      load.assertAllDoneOnce();
    }
  }

  private static int statusOf(TestSystem system) {
    List<String> arguments = new ArrayList<>(List.of("status", "--home", system.home().toString()));
    system.settings().forEach(setting -> arguments.addAll(List.of("--property", setting)));
    Terminal silent = Terminal.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    return ProductCommands.execute(silent, arguments.toArray(String[]::new));
  }

  private static Map<String, String> at(Path file) {
    return Map.of("ledger.url", "jdbc:sqlite:" + file);
  }
}
