package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Ends transactions that failed. */
final class Rollback {
  private Rollback() {}

  /**
   * Rolls back. Where that fails too, as on a connection that is lost, the transaction is undone by
   * the database itself, and what it failed of is still the failure to tell.
   */
  static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
