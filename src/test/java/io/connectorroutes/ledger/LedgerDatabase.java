package io.connectorroutes.ledger;

import io.connectorroutes.testing.SharedPostgres;
import io.connectorroutes.testing.SqliteSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The databases that a ledger may be on. */
enum LedgerDatabase {
  SQLITE("SQLite") {
    @Override
    LedgerSettings settings(Path folder) {
      return sqlite(folder);
    }

    @Override
    void clear() {
      // The folder is new.
    }
  },

  POSTGRESQL("PostgreSQL") {
    @Override
    LedgerSettings settings(Path folder) throws SQLException {
      return new LedgerSettings(
          SharedPostgres.database("ledger"),
          SharedPostgres.USER,
          SharedPostgres.USER,
          Base64.getEncoder().encodeToString(new byte[32]),
          null,
          LEASE);
    }

    /** One database for all tests, since creating one takes longer than most of them. */
    @Override
    void clear() throws SQLException {
      String url = SharedPostgres.database("ledger");
      try (Connection connection =
              DriverManager.getConnection(url, SharedPostgres.USER, SharedPostgres.USER);
          Statement sql = connection.createStatement()) {
        List<String> tables = new ArrayList<>();
        ResultSet rows =
            sql.executeQuery(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN"
                    + " ('connector_routes_history', 'ledger_key', 'numbering',"
                    + " 'circuit_breaker')");
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
        sql.execute("TRUNCATE " + String.join(", ", tables));
        // These have rows that the migration made.
        sql.execute(
            """
            UPDATE numbering SET last = 0;
            UPDATE circuit_breaker SET failures = 0, parked_until = 0, reason = NULL,
              half_open = NULL, since = NULL
            """);
      }
    }
  };

  static final Duration LEASE = Duration.ofSeconds(60);

  private final String shown;

  LedgerDatabase(String shown) {
    this.shown = shown;
  }

  /** How to open the ledger of the test that has that folder. */
  abstract LedgerSettings settings(Path folder) throws SQLException;

  /** Takes out what earlier tests left in an open ledger. */
  abstract void clear() throws SQLException;

  static LedgerSettings sqlite(Path folder) {
    return SqliteSettings.in(folder, LEASE);
  }

  @Override
  public String toString() {
    return shown;
  }
}
