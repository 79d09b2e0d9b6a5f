package io.connectorroutes.database;

import io.connectorroutes.testing.SharedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** An empty database of either kind, whose writers go one after the other. */
enum EmptyDatabase {
  SQLITE,
  POSTGRESQL;

  /** Longer than another writer needs on a busy machine. */
  private static final Duration BUSY = Duration.ofMinutes(2);

  /**
   * A new one.
   *
   * @param folder of the file, where it is one
   * @param name of the database
   */
  DataSource source(Path folder, String name) throws SQLException {
    if (this == SQLITE) {
      SQLiteConfig config = new SQLiteConfig();
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      config.setBusyTimeout((int) BUSY.toMillis());
      SQLiteDataSource sqlite = new SQLiteDataSource(config);
      sqlite.setUrl("jdbc:sqlite:" + folder.resolve(name + ".db"));
      return sqlite;
    }
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setUrl(SharedPostgres.emptyDatabase(name));
    postgres.setUser(SharedPostgres.USER);
    postgres.setPassword(SharedPostgres.USER);
    return postgres;
  }

  Dialect dialect(Path folder) {
    return this == SQLITE ? new SqliteDialect(folder) : new PostgresDialect();
  }
}
