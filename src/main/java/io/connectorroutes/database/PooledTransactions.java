package io.connectorroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** Each transaction on a connection of its own: the database shares the syncs out. */
final class PooledTransactions implements Transactions {
  private final HikariDataSource connections;

  PooledTransactions(HikariDataSource connections) {
    this.connections = connections;
  }

  @Override
  public <T> T write(Sql.Work<T> work) throws SQLException {
    try (Connection connection = connections.getConnection()) {
      connection.setAutoCommit(false);
      try (Statements statements = new Statements(connection)) {
        return committed(connection, statements, work);
      }
    }
  }

  @Override
  public <T> T writeEach(Sql.Work<T> work) throws SQLException {
    try (Connection connection = connections.getConnection();
        Statements statements = new Statements(connection)) {
      return work.run(new Sql(statements));
    }
  }

  private static <T> T committed(Connection connection, Statements statements, Sql.Work<T> work)
      throws SQLException {
    try {
      T result = work.run(new Sql(statements));
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      Rollback.rollBack(connection, e);
      throw e;
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
