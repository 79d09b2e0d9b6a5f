package io.connectorroutes.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A ledger in the database of another application, which lends its connections: each for one
 * transaction or a few queries, given back as it was.
 */
public final class HostStore {
  private static final String KEY = "connector-routes.data-source";

  private final Database database;
  private final HostSchema schema;
  private final boolean isPostgres;

  private HostStore(Database database, HostSchema schema, boolean isPostgres) {
    this.database = database;
    this.schema = schema;
    this.isPostgres = isPostgres;
  }

  /**
   * Looks which database it is.
   *
   * @throws DatabaseException where it can hold no ledger
   * @throws DatabaseUnavailableException where it does not answer
   */
  public static HostStore of(DataSource source) {
    try (Connection connection = source.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      return switch (product) {
        case "PostgreSQL" -> postgres(source);
        case "SQLite" -> sqlite(source, connection);
        default ->
            throw new DatabaseException(
                KEY
                    + " is of "
                    + product
                    + ": give one of PostgreSQL or SQLite, or connector-routes.ledger.url");
      };
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(KEY + " gives no connection: " + e.getMessage(), e);
    }
  }

  private static HostStore postgres(DataSource source) {
    Connections connections = new BorrowedConnections(source, new PostgresSession());
    Dialect dialect = new PostgresDialect();
    return new HostStore(
        new Database(new PooledTransactions(connections), connections, dialect),
        new HostSchema(
            dialect.schemaScript(),
            "SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = '"
                + PostgresSession.SCHEMA
                + "'"),
        true);
  }

  private static HostStore sqlite(DataSource source, Connection connection) throws SQLException {
    if (connection.isReadOnly()) {
      throw new DatabaseException(KEY + " only reads: give one that writes");
    }
    String file = pragma(connection, "database_list", "file");
    if (file == null || file.isEmpty()) {
      throw new DatabaseException(
          KEY + " is a database in memory: give one in a file, such as jdbc:sqlite:FILE");
    }
    String journal = pragma(connection, "journal_mode", "journal_mode");
    if (!"wal".equals(journal)) {
      throw new DatabaseException(
          KEY
              + " has journal_mode="
              + journal
              + ", by which whoever reads holds up whoever writes: append ?journal_mode=WAL to its"
              + " URL");
    }
    Connections connections = new BorrowedConnections(source, new SqliteSession());
    Dialect dialect = new SqliteDialect(Path.of(file).getParent());
    return new HostStore(
        new Database(
            new GroupCommit(
                connections, SqliteTransaction.ByStatement::new, new LockWait(System::nanoTime)),
            connections,
            dialect),
        new HostSchema(dialect.schemaScript(), "SELECT lower(name) AS name FROM sqlite_schema"),
        false);
  }

  /** Of the first row: the main database. */
  private static String pragma(Connection connection, String pragma, String column)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
      return row.next() ? row.getString(column) : null;
    }
  }

  /** Whether several machines may share it. */
  public boolean isPostgres() {
    return isPostgres;
  }

  /**
   * Opens it.
   *
   * @param migrate whether our tables are created and brought up to date; else they must be there
   * @throws DatabaseException where they are not, are those of a newer program, or have the names
   *     of others
   */
  public Database open(boolean migrate) {
    if (!migrate) {
      database.read(
          sql -> {
            schema.require(sql);
            return null;
          });
    } else if (!database.read(schema::isUpToDate)) {
      database.write(this::migrate);
    }
    return database;
  }

  /** One process after the other, all of it or nothing. */
  private Void migrate(Sql sql) throws SQLException {
    sql.exists("SELECT 1 WHERE " + database.dialect().oneAtATime(SchemaHistory.LOCK) + "1 = 1");
    if (isPostgres
        && !sql.exists(
            "SELECT 1 FROM pg_namespace WHERE nspname = '" + PostgresSession.SCHEMA + "'")) {
      sql.update("CREATE SCHEMA " + PostgresSession.SCHEMA);
    }
    schema.migrate(sql);
    return null;
  }
}
