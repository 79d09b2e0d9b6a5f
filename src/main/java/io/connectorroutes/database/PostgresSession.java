package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A transaction of PostgreSQL on a borrowed connection: what is set for it ends with it. Our tables
 * stand in a schema of their own, so that others may have tables of the same names.
 */
final class PostgresSession implements BorrowedConnections.Session {
  /** Where our tables are in another application's database. */
  static final String SCHEMA = "connector_routes";

  /** By a function: the driver throws away what it has prepared when it sees SET search_path. */
  private static final String SETTINGS =
      """
      SELECT set_config('search_path', 'connector_routes, pg_temp', true),
        set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
        set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true),
        set_config('idle_in_transaction_session_timeout', '60s', true),
        CASE WHEN current_setting('transaction_isolation') = 'read committed'
          AND current_setting('transaction_read_only') = 'off' THEN 1 ELSE 0 END AS fit
      """;

  @Override
  public <T> T use(Connection connection, Sql sql, Connections.Use<T> use) throws SQLException {
    Deque<BorrowedConnections.Restore> restores = new ArrayDeque<>();
    try {
      boolean autoCommit = connection.getAutoCommit();
      restores.push(() -> connection.setAutoCommit(autoCommit));
      limitWaiting(connection, restores);
      connection.setAutoCommit(false);
      if (!isFit(sql)) {
        connection.rollback();
        makeFit(connection, restores);
        isFit(sql);
      }
      T result = use.on(connection, sql);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      Rollback.rollBack(connection::rollback, e);
      throw e;
    } finally {
      restores.forEach(BorrowedConnections::quietly);
    }
  }

  private static boolean isFit(Sql sql) throws SQLException {
    return sql.first(SETTINGS, row -> row.count("fit")).orElseThrow() == 1;
  }

  /** A transaction waits for rows of others, and then has to see them as they are. */
  private static void makeFit(Connection connection, Deque<BorrowedConnections.Restore> restores)
      throws SQLException {
    boolean readOnly = connection.isReadOnly();
    int isolation = connection.getTransactionIsolation();
    connection.rollback();
    restores.push(() -> connection.setReadOnly(readOnly));
    restores.push(() -> connection.setTransactionIsolation(isolation));
    connection.setReadOnly(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
  }

  /** A network that swallows packets would hold a worker for ever. */
  private static void limitWaiting(
      Connection connection, Deque<BorrowedConnections.Restore> restores) throws SQLException {
    int millis = (int) PostgresStore.ANSWER.toMillis();
    try {
      int before = connection.getNetworkTimeout();
      if (before == 0 || before > millis) {
        restores.push(() -> connection.setNetworkTimeout(Runnable::run, before));
        connection.setNetworkTimeout(Runnable::run, millis);
      }
    } catch (SQLFeatureNotSupportedException e) {
      // A wrapper that has none: its owner may have set one of the server's.
      return;
    }
  }
}
