package io.connectorroutes.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a transaction waits for SQLite's write lock, which another process may hold. SQLite
 * itself waits a moment at a time, so that a wait that is under way can be cut short: a process
 * that is to end has many transactions left, and must not wait for the lock with each of them.
 */
final class LockWait {
  /** How long SQLite itself waits at a time. */
  static final Duration MOMENT = Duration.ofMillis(100);

  /** What a process that is to end waits at most, all its transactions together. */
  static final Duration AT_THE_END = Duration.ofSeconds(10);

  /** The same where no call is under way whose answer is to be settled. */
  static final Duration WITH_NOTHING_IN_FLIGHT = Duration.ofMillis(500);

  private static final String WAIT = "PRAGMA busy_timeout = " + MOMENT.toMillis();

  private final LongSupplier nanoTime;

  /** Null before the process is to end; a monotonic time. */
  private volatile Long endingSince;

  private volatile boolean isInFlight;

  /** Whether the last one that waited at the end did so in vain. */
  private boolean wasInVain;

  /**
   * Nothing is to end yet.
   *
   * @param nanoTime a monotonic clock
   */
  LockWait(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The process is to end: from now on waits are short.
   *
   * @param isAnythingInFlight whether the answers of calls are still to be settled; once that was
   *     said, it holds
   */
  void endSoon(boolean isAnythingInFlight) {
    isInFlight |= isAnythingInFlight;
    if (endingSince == null) {
      endingSince = nanoTime.getAsLong();
    }
  }

  /**
   * Begins a transaction; called by one thread at a time.
   *
   * @throws SQLException where the lock was not had in time, or the database fails
   */
  void begin(SqliteTransaction transaction, Sql sql) throws SQLException {
    long since = nanoTime.getAsLong();
    sql.exists(WAIT);
    while (true) {
      try {
        transaction.begin(sql);
        wasInVain = false;
        return;
      } catch (SQLException e) {
        if (!SqliteDialect.isBusy(e) || isOver(since)) {
          throw e;
        }
        Rollback.rollBack(transaction::rollBack, e);
      }
    }
  }

  private boolean isOver(long since) {
    Long ending = endingSince;
    long now = nanoTime.getAsLong();
    if (ending == null) {
      return now - since >= SqliteStore.BUSY.toNanos();
    }
    // From the later one of the two on: a call whose answer comes late is to be settled as well.
    long waited = Math.min(now - since, now - ending);
    Duration most = isInFlight ? AT_THE_END : WITH_NOTHING_IN_FLIGHT;
    wasInVain |= waited >= most.toNanos();
    return wasInVain || now - since >= SqliteStore.BUSY.toNanos();
  }
}
