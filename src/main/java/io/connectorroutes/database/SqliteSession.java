package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A borrowed connection of SQLite: it commits by itself, waits for the lock as long as our own
 * would, and syncs each commit.
 */
final class SqliteSession implements BorrowedConnections.Session {
  /** Each commit is on the disk when it returns. */
  private static final int FULL = 2;

  @Override
  public <T> T use(Connection connection, Sql sql, Connections.Use<T> use) throws SQLException {
    Deque<BorrowedConnections.Restore> restores = new ArrayDeque<>();
    try {
      if (!connection.getAutoCommit()) {
        restores.push(() -> connection.setAutoCommit(false));
        connection.setAutoCommit(true);
      }
      raise(connection, sql, "busy_timeout", (int) SqliteStore.BUSY.toMillis(), restores);
      raise(connection, sql, "synchronous", FULL, restores);
      return use.on(connection, sql);
    } finally {
      restores.forEach(BorrowedConnections::quietly);
    }
  }

  private static void raise(
      Connection connection,
      Sql sql,
      String pragma,
      int least,
      Deque<BorrowedConnections.Restore> restores)
      throws SQLException {
    String column = pragma.equals("busy_timeout") ? "timeout" : pragma;
    int before = sql.first("PRAGMA " + pragma, row -> row.count(column)).orElseThrow();
    // Always: a transaction sets how long it waits for its lock.
    restores.push(() -> set(connection, pragma, before));
    if (before < least) {
      set(connection, pragma, least);
    }
  }

  private static void set(Connection connection, String pragma, int value) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA " + pragma + " = " + value);
    }
  }
}
