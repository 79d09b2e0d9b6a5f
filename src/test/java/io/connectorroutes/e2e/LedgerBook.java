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
    this.url = "jdbc:sqlite:" + home.resolve("data/ledger.db");
  }

  /** Each change that is no duplicate, as "CHANGE_ID OUTCOME". */
  List<String> outcomes() throws SQLException {
    return list(
        "SELECT change_id || ' ' || COALESCE(outcome, state) FROM change WHERE duplicate_of IS"
            + " NULL");
  }

  /** How many changes are being sent. */
  int sending() throws SQLException {
    return list("SELECT change_id FROM change WHERE state = 'sending'").size();
  }

  /** The changes of the target that a change is about, and the requests for them, as they left. */
  String requestsOfTargetOf(String changeId) {
    try {
      return String.join(
          "\n",
          list(
              """
              SELECT c.position || ' ' || c.change_id || ' ' || c.operation || ' ' || COALESCE(c.target, '')
                || ' seq ' || c.seq || ' ' || c.state
                || COALESCE(' blocked by ' || c.blocked_by, '')
                || COALESCE(' due at ' || c.due_at, '')
                || COALESCE(' outcome ' || c.outcome, '') || COALESCE(' reason ' || c.reason, '')
                || COALESCE(': ' || a.kind || ' ' || a.method || ' ' || a.path || ' sent '
                  || a.sent_at || ' closed ' || COALESCE(a.closed_at, '-') || ' status '
                  || COALESCE(a.http_status, '-') || ' ' || COALESCE(a.error_code, '-') || ' '
                  || COALESCE(a.message, '-'), '')
              FROM change c LEFT JOIN attempt a ON a.seq = c.seq
              WHERE (c.account_id, c.target) IN
                  (SELECT account_id, target FROM change WHERE change_id = '%1$s')
                OR c.change_id = '%1$s'
              ORDER BY c.position, a.id
              """
                  .formatted(changeId)));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
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
