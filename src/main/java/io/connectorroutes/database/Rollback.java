package io.connectorroutes.database;

import java.sql.SQLException;

/** Ends transactions that failed. */
final class Rollback {
  private Rollback() {}

  /** What rolls a transaction back. */
  @FunctionalInterface
  interface Way {
    void rollBack() throws SQLException;
  }

  /**
   * Rolls back. Where that fails too, as on a connection that is lost, the transaction is undone by
   * the database itself, and what it failed of is still the failure to tell.
   */
  static void rollBack(Way way, Throwable failure) {
    try {
      way.rollBack();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
