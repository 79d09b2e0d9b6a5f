package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The tables of a ledger that another process writes to meanwhile, on SQLite. */
class LockedSchemaTest {
  private final Logger flyway = (Logger) LoggerFactory.getLogger("org.flywaydb");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @TempDir Path folder;

  private SQLiteDataSource source;
  private Dialect dialect;

  @BeforeEach
  void open() {
    SQLiteConfig config = new SQLiteConfig();
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(1);
    source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + folder.resolve("ledger.db"));
    dialect = new SqliteDialect(folder);
    logged.start();
    flyway.addAppender(logged);
  }

  @AfterEach
  void stop() {
    flyway.detachAppender(logged);
  }

  @Test
  void aNewOneIsRefusedInOneLine() throws SQLException {
    isRefusedWhileLocked();
  }

  /** Flyway would log the traces of what it cannot roll back. */
  @Test
  void oneOfAnEarlierVersionIsRefusedInOneLine() throws SQLException {
    Migrations.migrate(source, dialect);
    try (Connection connection = source.getConnection();
        Statement sql = connection.createStatement()) {
      String last =
          "(SELECT MAX(installed_rank) FROM " + SchemaHistory.TABLE + " WHERE version <> '1')";
      sql.executeUpdate("DELETE FROM " + SchemaHistory.TABLE + " WHERE installed_rank = " + last);
    }
    isRefusedWhileLocked();
  }

  private void isRefusedWhileLocked() throws SQLException {
    try (Connection other = source.getConnection();
        Statement lock = other.createStatement()) {
      lock.execute("BEGIN IMMEDIATE");

      assertThatThrownBy(() -> Migrations.migrate(source, dialect))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessage(
              "the database of ledger.url does not answer:"
                  + " [SQLITE_BUSY] The database file is locked (database is locked)");
      assertThat(logged.list).isEmpty();
    }
  }
}
