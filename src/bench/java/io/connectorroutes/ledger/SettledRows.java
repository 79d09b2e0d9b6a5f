package io.connectorroutes.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Multiplies the settled rows of a ledger by copying the first ones, so that a million of them do
 * not take an hour. The copies differ from delivered rows in nothing but their identities and their
 * times, which lie a day back, and they share their targets.
 */
final class SettledRows {
  private static final String DAY = "86400000";

  private final LedgerSettings settings;
  private final int template;
  private int copies;

  SettledRows(LedgerSettings settings, int template) {
    this.settings = settings;
    this.template = template;
  }

  /** Adds copies until about so many rows are there. */
  void growTo(int rows) throws SQLException {
    int from = copies + 1;
    copies = rows / template - 1;
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate("UPDATE outcome SET published = 1");
      long last = number(statement, "SELECT last FROM numbering WHERE id = 1");
      String seq = last + " - " + from + " * " + template + " + k * " + template + " + seq";
      copy(
          connection,
          "change",
          "seq",
          Map.of("seq", seq, "change_id", "change_id || '~' || k"),
          from);
      copy(
          connection,
          "idempotency_key",
          "first_seq",
          Map.of(
              "first_seq", seq.replace(" seq", " first_seq"), "change_id", "change_id || '~' || k"),
          from);
      copy(
          connection,
          "attempt",
          "seq",
          Map.of(
              "seq", seq,
              "sent_at", "sent_at - " + DAY,
              "answered_at", "answered_at - " + DAY,
              "closed_at", "closed_at - " + DAY),
          from);
      copy(
          connection,
          "outcome",
          "seq",
          Map.of("seq", seq, "outcome_id", "outcome_id || '~' || k", "published", "1"),
          from);
      statement.executeUpdate(
          "UPDATE numbering SET last = (SELECT MAX(seq) FROM change) WHERE id = 1");
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("ANALYZE");
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void copy(
      Connection connection, String table, String seq, Map<String, String> changed, int from)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (String column : columns(connection, table)) {
      if (!column.equals("id")) {
        columns.add(column);
        values.add(changed.getOrDefault(column, column));
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          WITH RECURSIVE copy (k) AS (
            SELECT %d UNION ALL SELECT k + 1 FROM copy WHERE k < %d)
          INSERT INTO %s (%s) SELECT %s FROM copy CROSS JOIN %s WHERE %s <= %d
          """
              .formatted(
                  from,
                  copies,
                  table,
                  String.join(", ", columns),
                  String.join(", ", values),
                  table,
                  seq,
                  template));
    }
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet row = connection.getMetaData().getColumns(null, null, table, null)) {
      while (row.next()) {
        columns.add(row.getString("COLUMN_NAME"));
      }
    }
    return columns;
  }
}
