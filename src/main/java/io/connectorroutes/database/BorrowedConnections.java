package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections of another application's pool, each borrowed for one transaction and given back as it
 * was. Nothing is kept on them, not even a prepared statement.
 */
final class BorrowedConnections implements Connections {
  private static final Logger LOG = LoggerFactory.getLogger(BorrowedConnections.class);

  private final DataSource source;
  private final Session session;

  /** Makes a connection fit for a ledger, for the length of a use. */
  interface Session {
    /** Uses a connection; where this returns, all is committed that the use did not commit. */
    <T> T use(Connection connection, Sql sql, Use<T> use) throws SQLException;
  }

  /** What puts a setting back. */
  @FunctionalInterface
  interface Restore {
    void run() throws SQLException;
  }

  BorrowedConnections(DataSource source, Session session) {
    this.source = source;
    this.session = session;
  }

  @Override
  public <T> T use(Use<T> use) throws SQLException {
    Connection connection = source.getConnection();
    try (Statements statements = new Statements(connection)) {
      return session.use(connection, new Sql(statements), use);
    } finally {
      quietly(connection::close);
    }
  }

  /**
   * Puts something back. Where that fails the pool sees to the connection; what was committed is
   * not to be reported as a failure.
   */
  static void quietly(Restore restore) {
    try {
      restore.run();
    } catch (SQLException e) {
      LOG.debug("a borrowed connection is not given back as it was", e);
    }
  }

  /** The pool is its owner's. */
  @Override
  public void close() {}
}
