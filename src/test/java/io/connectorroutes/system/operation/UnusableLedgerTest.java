package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.ProductCommands;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.LedgerOpening;
import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.testing.TestSystem;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that cannot be used is one line and exit status 2, and is left as it is. */
class UnusableLedgerTest {
  @TempDir Path home;
  private Path database;

  @BeforeEach
  void folder() throws Exception {
    Path data = home.resolve("data");
    PrivateFiles.createFolder(data);
    database = data.resolve("ledger.db");
  }

  @Test
  void aForeignDatabase() throws Exception {
    execute("CREATE TABLE recipe (id INTEGER)");
    assertThat(run()).contains(database + " is a database of another program", "ledger.url");
  }

  @Test
  void aDamagedFile() throws Exception {
    make();
    Files.write(database, new byte[8192]);
    assertThat(run()).contains(database + " is not an SQLite database", "ledger.url");
  }

  @Test
  void aFileThatWasCutShort() throws Exception {
    make();
    byte[] whole = Files.readAllBytes(database);
    Files.write(database, Arrays.copyOf(whole, 8192));
    assertThat(run()).contains(database + " is damaged", "put back its last backup");
  }

  @Test
  void aSchemaThatIsNewer() throws Exception {
    make();
    execute(
        """
        INSERT INTO connector_routes_history SELECT 999, '999', 'later', type, 'V999__later.sql', 1,
          installed_by, installed_on, 1, 1 FROM connector_routes_history WHERE version = '1'
        """);
    assertThat(run()).contains("schema version 999", "use the program that wrote it");
  }

  /** Runs; gives the line that was printed. */
  private String run() throws Exception {
    byte[] before = Files.readAllBytes(database);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (TestSystem system = TestSystem.in(home)) {
      List<String> arguments = new ArrayList<>(List.of("run", "--home", home.toString()));
      system.settings().forEach(setting -> arguments.addAll(List.of("--property", setting)));
      int status =
          ProductCommands.execute(
              Terminal.of(OutputStream.nullOutputStream(), err), arguments.toArray(String[]::new));
      assertThat(status).isEqualTo(2);
    }
    assertThat(database).hasBinaryContent(before);
    List<String> lines = err.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).singleElement().asString().startsWith("connector-routes: ");
    return lines.get(0);
  }

  private void make() {
    try (TestSystem system = TestSystem.in(home)) {
      LedgerOpening.open(system.configuration()).close();
    }
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
