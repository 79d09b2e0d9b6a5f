package io.connectorroutes.ledger;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** How often PostgreSQL has ended a transaction that waited for one that waited for it. */
final class Deadlocks {
  private final LedgerSettings settings;
  private final long before;

  /** From now on; no ledger is open. */
  Deadlocks(LedgerSettings settings) throws SQLException {
    this.settings = settings;
    this.before = ofAll();
  }

  /** How many there were; no ledger is open any more. */
  long count() throws SQLException {
    return ofAll() - before;
  }

  /** A server process adds its own when it ends, at the latest. */
  private long ofAll() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement sql = connection.createStatement()) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  number(
                          sql,
                          """
                          SELECT COUNT(*) FROM pg_stat_activity
                          WHERE datname = current_database() AND pid <> pg_backend_pid()
                          """)
                      == 0);
      return number(
          sql, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
