package io.connectorroutes.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Transactions on the ledger's connections, and the nudges after those that made work. */
final class Database implements AutoCloseable {
  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final Dialect dialect;
  private final List<Runnable> nudges = new CopyOnWriteArrayList<>();

  /**
   * @param writers connections to write on
   * @param readers connections to read on; may be the same pool
   */
  Database(HikariDataSource writers, HikariDataSource readers, Dialect dialect) {
    this.writers = writers;
    this.readers = readers;
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }

  void onWork(Runnable nudge) {
    nudges.add(nudge);
  }

  /** Tells this process that a commit may have made work. */
  void nudge() {
    nudges.forEach(Runnable::run);
  }

  /** Runs a transaction; committed when this returns, undone when it throws. */
  <T> T write(Sql.Work<T> work) {
    try (Connection connection = writers.getConnection()) {
      connection.setAutoCommit(false);
      return committed(connection, work);
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  private static <T> T committed(Connection connection, Sql.Work<T> work) throws SQLException {
    boolean done = false;
    try (Sql sql = new Sql(connection)) {
      T result = work.run(sql);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        connection.rollback();
      }
    }
  }

  /** Runs queries, each of which sees what is committed when it starts. */
  <T> T read(Sql.Work<T> work) {
    try (Connection connection = readers.getConnection();
        Sql sql = new Sql(connection)) {
      return work.run(sql);
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  private RuntimeException translated(SQLException error) {
    return dialect.isAway(error)
        ? new LedgerUnavailableException(
            "the ledger's database does not answer: " + error.getMessage(), error)
        : new LedgerException("the ledger's database refused: " + error.getMessage(), error);
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}
