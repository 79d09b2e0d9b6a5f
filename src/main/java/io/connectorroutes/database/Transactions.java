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

  @Override
  void close();
}
