package io.connectorroutes.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqliteLedgerTest extends CertificateContract {
  @TempDir Path folder;

  static LedgerSettings settings(Path folder) {
    Path data = folder.resolve("data");
    return new LedgerSettings(
        "jdbc:sqlite:" + data.resolve("ledger.db"),
        null,
        null,
        null,
        data.resolve("ledger.key"),
        LEASE);
  }

  @Override
  Ledger open(RequestBudget budget, ConfiguredAccounts accounts) {
    return Ledgers.open(settings(folder).withBudget(budget).withAccounts(accounts), clock);
  }

  @Override
  int alter(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(settings(folder).url());
        Statement sql = connection.createStatement()) {
      return sql.executeUpdate(statement);
    }
  }
}
