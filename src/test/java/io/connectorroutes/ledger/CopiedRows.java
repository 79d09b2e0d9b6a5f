package io.connectorroutes.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes a ledger large by copies of the rows of some changes, as a million of them would take an
 * hour to deliver. A copy differs in nothing but its identity and its place; what happened to it
 * lies a day back. Its payload cannot be read: one that was blocked is never due.
 */
final class CopiedRows {
  private static final String DAY = "86400000";

  private final LedgerSettings settings;

  CopiedRows(LedgerSettings settings) {
    this.settings = settings;
  }

  /** Copies so many times the changes from the first number to the last, and all rows of theirs. */
  void changes(long first, long last, int times) throws SQLException {
    inTransaction(
        statement -> {
          long highest = last(statement);
          String offset = (highest - last) + " + k * " + (last - first + 1) + " + ";
          for (Map.Entry<String, Map<String, String>> table : ofChanges(offset).entrySet()) {
            String number = table.getKey().equals("idempotency_key") ? "first_seq" : "seq";
            Map<String, String> changed = new LinkedHashMap<>(table.getValue());
            changed.put(number, offset + number);
            String which = number + " BETWEEN " + first + " AND " + last;
            copy(statement, table.getKey(), which, changed, times);
          }
          statement.executeUpdate(
              "UPDATE numbering SET last = (SELECT MAX(seq) FROM change) WHERE id = 1");
          statement.executeUpdate(
              """
              UPDATE account SET open = (
                SELECT COUNT(DISTINCT h.seq) FROM hold h WHERE h.account_id = account.id)
              """);
        });
  }

  private static Map<String, Map<String, String>> ofChanges(String offset) {
    return Map.of(
        "change",
        Map.of(
            "change_id", "change_id || '~' || (" + offset + "seq)",
            "position", "CASE WHEN position IS NOT NULL THEN " + offset + "seq END",
            "place", "CASE WHEN place IS NOT NULL THEN " + offset + "seq END",
            "rank", "rank + 1000000",
            "due_at", "CASE WHEN blocked_by IS NULL THEN due_at ELSE 9000000000000 END"),
        "idempotency_key",
        Map.of("change_id", "change_id || '~' || (" + offset + "first_seq)"),
        "attempt",
        Map.of(
            "sent_at", "sent_at - " + DAY,
            "answered_at", "answered_at - " + DAY,
            "closed_at", "closed_at - " + DAY),
        "outcome",
        Map.of("outcome_id", "outcome_id || '~' || (" + offset + "seq)", "published", "1"),
        "dead_letter",
        Map.of("name", "name || '~' || (" + offset + "seq)", "open", "0", "published", "1"),
        "hold",
        Map.of("place", offset + "seq"));
  }

  /** Copies so many times all that is known of objects. */
  void objects(int times) throws SQLException {
    inTransaction(
        statement -> {
          copy(
              statement,
              "applied",
              "TRUE",
              Map.of("applied_key", "applied_key || '~' || k"),
              times);
          copy(
              statement,
              "known_object",
              "TRUE",
              Map.of("object_id", "object_id || '~' || k", "name", "name || '~' || k"),
              times);
        });
  }

  /** Tells the database how large it is now. */
  void analyze() throws SQLException {
    inTransaction(statement -> statement.execute("ANALYZE"));
  }

  /** What is done with one connection. */
  @FunctionalInterface
  private interface Work {
    void run(Statement statement) throws SQLException;
  }

  private void inTransaction(Work work) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      work.run(statement);
      connection.commit();
    }
  }

  /** The highest number that was given. */
  long last() throws SQLException {
    long[] found = new long[1];
    inTransaction(statement -> found[0] = last(statement));
    return found[0];
  }

  private static long last(Statement statement) throws SQLException {
    return number(statement, "SELECT last FROM numbering WHERE id = 1");
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void copy(
      Statement statement, String table, String which, Map<String, String> changed, int times)
      throws SQLException {
    Map<String, String> values = new LinkedHashMap<>();
    try (ResultSet row =
        statement.getConnection().getMetaData().getColumns(null, null, table, null)) {
      while (row.next()) {
        String column = row.getString("COLUMN_NAME");
        values.put(column, changed.getOrDefault(column, column));
      }
    }
    values.remove("id");
    statement.executeUpdate(
        """
        WITH RECURSIVE copy (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k < %d)
        INSERT INTO %s (%s) SELECT %s FROM copy CROSS JOIN %s WHERE %s
        """
            .formatted(
                times,
                table,
                String.join(", ", values.keySet()),
                String.join(", ", values.values()),
                table,
                which));
  }
}
