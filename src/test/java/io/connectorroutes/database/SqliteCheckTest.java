package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** Why a ledger's file cannot be opened. */
class SqliteCheckTest {
  @TempDir Path folder;

  @Test
  void aFileThatAnotherProcessHasLockedIsNotSaidToBeSomebodyElses() throws SQLException {
    Path file = folder.resolve("ledger.db");
    String url = "jdbc:sqlite:" + file;
    SqliteCheck check = new SqliteCheck(file);
    SQLiteConfig impatient = new SQLiteConfig();
    impatient.setBusyTimeout(1);
    try (Connection other = DriverManager.getConnection(url);
        Statement sql = other.createStatement()) {
      sql.execute("PRAGMA locking_mode = EXCLUSIVE");
      sql.execute("CREATE TABLE one (id INTEGER PRIMARY KEY)");
      assertThatThrownBy(() -> check.refuseDamaged(url, impatient))
          .isInstanceOfSatisfying(
              SQLException.class,
              busy ->
                  assertThat(check.cannotBeOpened(busy))
                      .hasMessage(
                          "the ledger's file "
                              + file
                              + " cannot be opened: another process has locked it; wait until it is"
                              + " done, or end it"));
    }
  }
}
