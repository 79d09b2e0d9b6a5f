package io.connectorroutes.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger as it stands in its file. Only to be looked at while the product is running: whoever
 * opens the file of a killed process, and closes it, tidies up what the next start has to find.
 */
final class LedgerBook {
  private final String url;

  LedgerBook(Path home) {
    this("jdbc:sqlite:" + home.resolve("data/ledger.db"));
  }

  LedgerBook(String url) {
    this.url = url;
  }

  /** Each change that is no duplicate, as "CHANGE_ID OUTCOME". */
  List<String> outcomes() throws SQLException {
    return list(
        "SELECT change_id || ' ' || COALESCE(outcome, state) FROM change WHERE duplicate_of IS NULL");
  }

  /** How many changes are being sent. */
  int sending() throws SQLException {
    return list("SELECT change_id FROM change WHERE state = 'sending'").size();
  }

  /** The first column of a query. */
  List<String> list(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
