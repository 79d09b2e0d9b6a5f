package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The tables of a new ledger, by the script that a person would run, in one transaction: Flyway
 * would read, compare and commit each migration by itself, which takes as long as the rest of the
 * start.
 */
final class NewSchema {
  private NewSchema() {}

  /**
   * Creates them where nothing is there.
   *
   * @param source whose transactions keep out others that write, where the dialect has no locks
   * @return false where something is there, ours or not
   */
  static boolean create(DataSource source, Dialect dialect) throws SQLException {
    return ExclusiveTransaction.run(
        source,
        dialect,
        (connection, statement) -> {
          if (!isEmpty(connection)) {
            return false;
          }
          create(statement, SchemaScript.of(dialect.schemaScript()));
          return true;
        });
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (ResultSet things =
        connection.getMetaData().getTables(null, connection.getSchema(), "%", null)) {
      while (things.next()) {
        // SQLite lists the tables of its own too.
        if (!things.getString("TABLE_NAME").startsWith("sqlite_")) {
          return false;
        }
      }
      return true;
    }
  }

  private static void create(Statement statement, SchemaScript script) throws SQLException {
    for (SchemaScript.Section section : script.sections()) {
      for (String sql : section.statements()) {
        statement.execute(sql);
      }
    }
  }
}
