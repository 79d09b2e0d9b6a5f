package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of a ledger that an earlier version migrated, under the name that Flyway gives by
 * itself: it gets our name. That of somebody else stays as it is.
 */
final class EarlierHistory {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierHistory.class);

  private static final String NAME = "flyway_schema_history";

  /** The first migration of all ledgers, and what Flyway counts of it. */
  private static final String OURS =
      "SELECT 1 FROM "
          + NAME
          + " WHERE version = '1' AND script = 'V1__ledger.sql' AND checksum = -2057914041";

  private EarlierHistory() {}

  /**
   * Renames it in one transaction: of several processes one does so, and one that is killed has
   * done nothing.
   *
   * @param source whose transactions keep out others that write, where the dialect has no locks
   */
  static void takeOver(DataSource source, Dialect dialect) throws SQLException {
    try (Connection connection = source.getConnection()) {
      if (!isToBeTakenOver(connection)) {
        return;
      }
    }
    ExclusiveTransaction.run(
        source,
        dialect,
        (connection, statement) -> isToBeTakenOver(connection) && rename(statement, dialect));
  }

  private static boolean isToBeTakenOver(Connection connection) throws SQLException {
    return SchemaHistory.isThere(connection, NAME)
        && !SchemaHistory.isThere(connection, SchemaHistory.TABLE);
  }

  private static boolean rename(Statement statement, Dialect dialect) throws SQLException {
    try (ResultSet ours = statement.executeQuery(OURS)) {
      if (!ours.next()) {
        return false;
      }
    }
    statement.execute("ALTER TABLE " + NAME + " RENAME TO " + SchemaHistory.TABLE);
    // Their names would be in the way of another such table.
    statement.execute("DROP INDEX " + NAME + "_s_idx");
    statement.execute(
        "CREATE INDEX " + SchemaHistory.TABLE + "_s_idx ON " + SchemaHistory.TABLE + " (success)");
    for (String renaming : dialect.renamedKey(SchemaHistory.TABLE, NAME + "_pk")) {
      statement.execute(renaming);
    }
    LOG.info("table {} of the ledger is {} now", NAME, SchemaHistory.TABLE);
    return true;
  }
}
