package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Each transaction on a connection of its own: the database shares the syncs out. */
final class PooledTransactions implements Transactions {
  private final Connections connections;

  PooledTransactions(Connections connections) {
    this.connections = connections;
  }

  @Override
  public <T> T write(Sql.Work<T> work) throws SQLException {
    return connections.use((connection, sql) -> committed(connection, sql, work));
  }

  @Override
  public <T> T writeEach(Sql.Work<T> work) throws SQLException {
    return connections.use((connection, sql) -> work.run(sql));
  }

  private static <T> T committed(Connection connection, Sql sql, Sql.Work<T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run(sql);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      Rollback.rollBack(connection::rollback, e);
      throw e;
    }
  }

  /** Each has a connection and a commit of its own. */
  @Override
  public int mostTogether() {
    return 1;
  }

  @Override
  public void close() {
    connections.close();
  }
}
