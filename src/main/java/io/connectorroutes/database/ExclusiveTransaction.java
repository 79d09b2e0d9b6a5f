package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A transaction on the schema, before there is a pool: one process at a time has one. */
final class ExclusiveTransaction {
  private ExclusiveTransaction() {}

  /** What is done in it. */
  @FunctionalInterface
  interface Work {
    /** Does it; what it throws rolls all of it back. */
    boolean run(Connection connection, Statement statement) throws SQLException;
  }

  /**
   * Runs and commits it; a process that is killed has done nothing.
   *
   * @param source whose transactions keep out others that write, where the dialect has no locks
   * @return what the work says
   */
  static boolean run(DataSource source, Dialect dialect, Work work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1 WHERE " + dialect.oneAtATime(SchemaHistory.LOCK) + "1 = 1");
        boolean result = work.run(connection, statement);
        connection.commit();
        return result;
      } catch (SQLException e) {
        Rollback.rollBack(connection::rollback, e);
        throw e;
      } finally {
        connection.setAutoCommit(before);
      }
    }
  }
}
