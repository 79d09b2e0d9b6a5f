package io.connectorroutes.database;

import java.sql.SQLException;

/**
 * Work that is committed together with that of others. All calls but the first are made by holders
 * of one lock, which carries what one thread did to the next.
 */
final class WaitingTransaction<T> {
  private final Sql.Work<T> work;
  private T result;
  private Throwable failure;

  WaitingTransaction(Sql.Work<T> work) {
    this.work = work;
  }

  /** Runs it; returns whether it is to be committed. */
  boolean run(Sql sql) {
    try {
      result = work.run(sql);
      return true;
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
      return false;
    }
  }

  /** The whole group is undone; its own failure says more where it has one. */
  void undone(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /** What the database said to its work, where that failed of the database, else the other. */
  SQLException failureOr(SQLException other) {
    if (failure instanceof SQLException own) {
      own.addSuppressed(other);
      return own;
    }
    return other;
  }

  /** What the work returned, or what kept it from being committed. */
  T result() throws SQLException {
    if (failure instanceof SQLException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return result;
  }
}
