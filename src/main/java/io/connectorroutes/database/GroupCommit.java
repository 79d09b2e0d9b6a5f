package io.connectorroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * One connection writes, and what comes while it is busy is committed together: the disk is synced
 * once for all of them ({@link Combiner}). Each transaction of a group runs once, behind a
 * savepoint of its own, so that one that fails undoes only itself.
 */
public final class GroupCommit implements Transactions {
  /** What is committed together at most: it bounds how long the first one waits for its commit. */
  private static final int MOST = 32;

  private final Connections connections;
  private final Function<Connection, SqliteTransaction> begun;
  private final Combiner<WaitingTransaction<?>> combiner = new Combiner<>(MOST, this::writeGroup);
  private final LockWait lockWait;

  /**
   * Transactions on that pool.
   *
   * @param connections a pool of one connection, whose transactions begin without a lock, and whose
   *     driver keeps no prepared statements itself
   */
  public GroupCommit(HikariDataSource connections) {
    this(
        new PooledConnections(connections),
        SqliteTransaction.ByDriver::new,
        new LockWait(System::nanoTime));
  }

  /**
   * Transactions on connections of whatever kind.
   *
   * @param begun begins them
   * @param lockWait how long they wait for each other's lock, and that of other processes
   */
  GroupCommit(
      Connections connections, Function<Connection, SqliteTransaction> begun, LockWait lockWait) {
    this.connections = connections;
    this.begun = begun;
    this.lockWait = lockWait;
  }

  @Override
  public <T> T write(Sql.Work<T> work) throws SQLException {
    WaitingTransaction<T> mine = new WaitingTransaction<>(work);
    combiner.carryOut(mine);
    return mine.result();
  }

  @Override
  public void endSoon(boolean isAnythingInFlight) {
    lockWait.endSoon(isAnythingInFlight);
  }

  @Override
  public int mostTogether() {
    return MOST;
  }

  private void writeGroup(List<WaitingTransaction<?>> group) {
    try {
      connections.use(
          (connection, sql) -> {
            commit(begun.apply(connection), sql, group);
            return null;
          });
    } catch (SQLException | RuntimeException | Error e) {
      group.forEach(write -> write.undone(e));
    }
  }

  private void commit(SqliteTransaction transaction, Sql sql, List<WaitingTransaction<?>> group)
      throws SQLException {
    try {
      lockWait.begin(transaction, sql);
      if (group.size() > 1) {
        for (WaitingTransaction<?> write : group) {
          runApart(transaction, sql, write);
        }
        transaction.commit();
      } else if (group.get(0).run(sql)) {
        transaction.commit();
      } else {
        transaction.rollBack();
      }
    } catch (SQLException | RuntimeException | Error e) {
      Rollback.rollBack(transaction::rollBack, e);
      throw e;
    }
  }

  private static void runApart(SqliteTransaction transaction, Sql sql, WaitingTransaction<?> write)
      throws SQLException {
    transaction.save();
    if (!write.run(sql)) {
      undo(transaction, write);
    }
    transaction.release();
  }

  private static void undo(SqliteTransaction transaction, WaitingTransaction<?> write)
      throws SQLException {
    try {
      transaction.undo();
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
