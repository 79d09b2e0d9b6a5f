package io.connectorroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A pool's connections, each with the statements that were prepared on it. Safe for use by several
 * threads.
 */
public final class Connections implements AutoCloseable {
  private final HikariDataSource pool;
  private final Map<Connection, Statements> prepared = new ConcurrentHashMap<>();

  /** What is done on one connection, which nobody else has meanwhile. */
  @FunctionalInterface
  interface Use<T> {
    T on(Connection connection, Sql sql) throws SQLException;
  }

  /** The connections of that pool; closing these closes it. */
  public Connections(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Uses a connection. Where a statement failed it is not given out again: the pool does not hear
   * of failures of statements that outlive its lending, and it could be lost.
   */
  <T> T use(Use<T> use) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      try {
        return use.on(connection, new Sql(statements(connection.unwrap(Connection.class))));
      } catch (SQLException e) {
        pool.evictConnection(connection);
        throw e;
      }
    }
  }

  private Statements statements(Connection connection) {
    Statements known = prepared.get(connection);
    if (known != null) {
      return known;
    }
    prepared.keySet().removeIf(Connections::isClosed);
    Statements fresh = new Statements(connection);
    prepared.put(connection, fresh);
    return fresh;
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
