package io.connectorroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

/**
 * One connection writes, and what comes while it is busy is committed together: the disk is synced
 * once for all of them ({@link Combiner}). Each transaction of a group runs once, behind a
 * savepoint of its own, so that one that fails undoes only itself.
 */
public final class GroupCommit implements Transactions {
  /** What is committed together at most: it bounds how long the first one waits for its commit. */
  private static final int MOST = 32;

  /**
   * Takes the file's write lock, and touches nothing. The driver's IMMEDIATE mode would take it
   * anew right after each commit: where another process is faster then, a commit that stands would
   * be reported as one that failed.
   */
  private static final String LOCK = "UPDATE numbering SET last = last WHERE id = 0";

  private final Connections connections;
  private final Combiner<WaitingTransaction<?>> combiner = new Combiner<>(MOST, this::writeGroup);

  /**
   * Transactions on that pool.
   *
   * @param connections a pool of one connection, whose transactions begin without a lock, and whose
   *     driver keeps no prepared statements itself
   */
  public GroupCommit(HikariDataSource connections) {
    this.connections = new Connections(connections);
  }

  @Override
  public <T> T write(Sql.Work<T> work) throws SQLException {
    WaitingTransaction<T> mine = new WaitingTransaction<>(work);
    combiner.carryOut(mine);
    return mine.result();
  }

  private void writeGroup(List<WaitingTransaction<?>> group) {
    try {
      connections.use(
          (connection, sql) -> {
            connection.setAutoCommit(false);
            commit(connection, sql, group);
            return null;
          });
    } catch (SQLException | RuntimeException | Error e) {
      group.forEach(write -> write.undone(e));
    }
  }

  private static void commit(Connection connection, Sql sql, List<WaitingTransaction<?>> group)
      throws SQLException {
    try {
      sql.update(LOCK);
      if (group.size() > 1) {
        for (WaitingTransaction<?> write : group) {
          runApart(connection, sql, write);
        }
      } else if (!group.get(0).run(sql)) {
        connection.rollback();
      }
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      Rollback.rollBack(connection, e);
      throw e;
    }
  }

  private static void runApart(Connection connection, Sql sql, WaitingTransaction<?> write)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    if (!write.run(sql)) {
      undo(connection, before, write);
    }
    connection.releaseSavepoint(before);
  }

  private static void undo(Connection connection, Savepoint before, WaitingTransaction<?> write)
      throws SQLException {
    try {
      connection.rollback(before);
    } catch (SQLException e) {
      // The database has undone all by itself: the whole group fails, of what this one failed of.
      throw write.failureOr(e);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
