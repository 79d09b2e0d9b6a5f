package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections are had from. Safe for use by several threads. */
public interface Connections extends AutoCloseable {
  /** What is done on one connection, which nobody else has meanwhile. */
  @FunctionalInterface
  interface Use<T> {
    T on(Connection connection, Sql sql) throws SQLException;
  }

  /** Uses a connection, which is given back when this returns or throws. */
  <T> T use(Use<T> use) throws SQLException;

  @Override
  void close();
}
