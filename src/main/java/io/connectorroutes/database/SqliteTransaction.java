package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/** A transaction that writes to SQLite, on one connection. */
interface SqliteTransaction {
  /** Begins, with the file's write lock. */
  void begin(Sql sql) throws SQLException;

  void commit() throws SQLException;

  void rollBack() throws SQLException;

  /** Begins a part, of which there is one at a time. */
  void save() throws SQLException;

  /** Undoes what the part did. */
  void undo() throws SQLException;

  /** Ends the part. */
  void release() throws SQLException;

  /** By the driver, on a connection whose transactions begin without a lock. */
  final class ByDriver implements SqliteTransaction {
    /**
     * Takes the write lock, and touches nothing. The driver's IMMEDIATE mode would take it anew
     * right after each commit: where another process is faster then, a commit that stands would be
     * reported as one that failed.
     */
    private static final String LOCK = "UPDATE numbering SET last = last WHERE id = 0";

    private final Connection connection;
    private Savepoint part;

    ByDriver(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void begin(Sql sql) throws SQLException {
      connection.setAutoCommit(false);
      sql.update(LOCK);
    }

    @Override
    public void commit() throws SQLException {
      connection.commit();
    }

    @Override
    public void rollBack() throws SQLException {
      connection.rollback();
    }

    @Override
    public void save() throws SQLException {
      part = connection.setSavepoint();
    }

    @Override
    public void undo() throws SQLException {
      connection.rollback(part);
    }

    @Override
    public void release() throws SQLException {
      connection.releaseSavepoint(part);
    }
  }

  /** By statements, whatever the mode of the driver, on a connection that commits by itself. */
  final class ByStatement implements SqliteTransaction {
    private final Connection connection;

    ByStatement(Connection connection) {
      this.connection = connection;
    }

    private void execute(String statement) throws SQLException {
      try (Statement sql = connection.createStatement()) {
        sql.execute(statement);
      }
    }

    @Override
    public void begin(Sql sql) throws SQLException {
      execute("BEGIN IMMEDIATE");
    }

    @Override
    public void commit() throws SQLException {
      execute("COMMIT");
    }

    @Override
    public void rollBack() throws SQLException {
      execute("ROLLBACK");
    }

    @Override
    public void save() throws SQLException {
      execute("SAVEPOINT part");
    }

    @Override
    public void undo() throws SQLException {
      execute("ROLLBACK TO part");
    }

    @Override
    public void release() throws SQLException {
      execute("RELEASE part");
    }
  }
}
