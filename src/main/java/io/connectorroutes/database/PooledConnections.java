package io.connectorroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of a pool of our own, each with the statements that were prepared on it. */
public final class PooledConnections implements Connections {
  private final HikariDataSource pool;
  private final Map<Connection, Statements> prepared = new ConcurrentHashMap<>();

  /** The connections of that pool; closing these closes it. */
  public PooledConnections(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Uses a connection. Where a statement failed it is not given out again: the pool does not hear
   * of failures of statements that outlive its lending, and it could be lost.
   */
  @Override
  public <T> T use(Use<T> use) throws SQLException {
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
    prepared.keySet().removeIf(PooledConnections::isClosed);
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
