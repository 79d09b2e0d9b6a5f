package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The table that says which migrations were done. */
final class SchemaHistory {
  /** A name that nobody else's Flyway has. */
  static final String TABLE = "connector_routes_history";

  /** Gives the migrations that were done. */
  static final String VERSIONS =
      "SELECT version FROM " + TABLE + " WHERE version IS NOT NULL ORDER BY installed_rank";

  /** The same number for all processes that migrate ledgers of one database: "CRMI". */
  static final long LOCK = 0x43524d49;

  private SchemaHistory() {}

  /** The migrations that were done; none where there is no such table. */
  static List<String> versions(DataSource source) throws SQLException {
    List<String> versions = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      if (isThere(connection, TABLE)) {
        try (ResultSet rows = statement.executeQuery(VERSIONS)) {
          while (rows.next()) {
            versions.add(rows.getString("version"));
          }
        }
      }
    }
    return versions;
  }

  /** Whether a table is where ours are. */
  static boolean isThere(Connection connection, String table) throws SQLException {
    try (ResultSet tables =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), table, new String[] {"TABLE"})) {
      while (tables.next()) {
        // An underscore stands for any character.
        if (tables.getString("TABLE_NAME").equals(table)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Refuses a ledger of a newer program.
   *
   * @param done the migrations that were done
   * @param known those of this program
   */
  static void refuseNewer(List<String> done, List<String> known) {
    for (String version : done) {
      if (!known.contains(version)) {
        throw new DatabaseException(
            "the ledger has schema version "
                + version
                + ", which this program is too old for: use the program that wrote it");
      }
    }
  }
}
