package io.connectorroutes.database;

import java.sql.SQLException;

/** How the transactions that write reach a database. Safe for use by several threads. */
public interface Transactions extends AutoCloseable {

  /**
   * Runs a transaction.
   *
   * @return what the work returned; by then it is committed and synced
   * @throws SQLException where it was undone; as any exception of the work, which undoes it as well
   */
  <T> T write(Sql.Work<T> work) throws SQLException;

  /**
   * Runs statements each of which may be committed by itself: where one fails, those before it may
   * stand.
   *
   * @return what the work returned; by then all are committed and synced
   */
  default <T> T writeEach(Sql.Work<T> work) throws SQLException {
    return write(work);
  }

  /**
   * The process is to end: from now on none waits long for a lock of another process. Where it
   * cannot be had, nothing is lost: what is in the database stays as it is.
   *
   * @param isAnythingInFlight whether the answers of calls are still to be settled
   */
  default void endSoon(boolean isAnythingInFlight) {}

  /** How many transactions that wait for each other are committed together at most, at least 1. */
  int mostTogether();

  @Override
  void close();
}
