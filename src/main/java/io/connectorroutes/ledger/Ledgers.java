package io.connectorroutes.ledger;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.DatabaseClock;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.database.HostStore;
import io.connectorroutes.database.OpeningLock;
import io.connectorroutes.database.PostgresStore;
import io.connectorroutes.database.SqliteStore;
import io.connectorroutes.files.FileErrors;
import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.ledger.encryption.LedgerKeys;
import io.connectorroutes.ledger.encryption.PayloadCipher;
import io.connectorroutes.optional.MissingDependencyException;
import io.connectorroutes.optional.OptionalDependency;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Opens ledgers. */
public final class Ledgers {
  private Ledgers() {}

  /**
   * Opens a ledger: creates it where it does not exist, migrates its schema, and checks its key.
   *
   * @param settings never null
   * @param clock the ledger's time; null for the database's, as is right in production (for SQLite
   *     that is the system's)
   * @return to be closed by the caller
   * @throws DatabaseException where it cannot be used: a foreign file, a newer schema, a wrong key
   * @throws MissingDependencyException where what it needs is not on the class path
   * @throws DatabaseUnavailableException where the database does not answer
   */
  public static Ledger open(LedgerSettings settings, Clock clock) {
    if (settings.dataSource() != null) {
      return openLent(settings, clock);
    }
    if (settings.url().startsWith(SqliteStore.PREFIX)) {
      require(OptionalDependency.SQLITE, OptionalDependency.FLYWAY, OptionalDependency.HIKARI);
      requireOwnFolder(settings);
      Clock time = clock == null ? Clock.systemUTC() : clock;
      return new SqliteStore(settings.url()).open(database -> opened(settings, database, time));
    }
    if (settings.url().startsWith(PostgresStore.PREFIX)) {
      require(
          OptionalDependency.POSTGRESQL,
          OptionalDependency.FLYWAY,
          OptionalDependency.FLYWAY_POSTGRESQL,
          OptionalDependency.HIKARI);
      requireKey(settings);
      return opened(settings, postgres(settings).open(), clock);
    }
    throw new DatabaseException(
        "ledger.url must begin with jdbc:sqlite: or jdbc:postgresql: and begins with neither");
  }

  /**
   * Whether a ledger has the tables of this program, so that opening it alters nothing.
   *
   * @param settings of one of our own, on SQLite or PostgreSQL
   * @throws DatabaseException where it cannot be used
   * @throws DatabaseUnavailableException where its database does not answer
   */
  public static boolean isUpToDate(LedgerSettings settings) {
    return settings.url().startsWith(SqliteStore.PREFIX)
        ? new SqliteStore(settings.url()).isUpToDate()
        : postgres(settings).isUpToDate();
  }

  private static PostgresStore postgres(LedgerSettings settings) {
    return settings.login() == null
        ? new PostgresStore(settings.url(), settings.user(), settings.password())
        : new PostgresStore(settings.url(), settings.user(), settings.login());
  }

  /**
   * Writes a copy of a ledger on SQLite, as it is at one moment, to a new file that its owner alone
   * can read, while others may work on the ledger. Neither is a key needed nor is the schema
   * migrated.
   *
   * @param url of the ledger
   * @param file absolute
   * @throws DatabaseException where the ledger is on PostgreSQL or its file cannot be read, or
   *     where something stands at that path or it cannot be written; then nothing of it is left
   *     there
   */
  public static void backUp(String url, Path file) {
    if (!url.startsWith(SqliteStore.PREFIX)) {
      throw new DatabaseException(
          "ledger backup copies a ledger on SQLite, and this one is on PostgreSQL: use pg_dump,"
              + " which copies one while it is in use");
    }
    require(OptionalDependency.SQLITE, OptionalDependency.FLYWAY, OptionalDependency.HIKARI);
    new SqliteStore(url).copyTo(file);
  }

  /**
   * The folder of a generated key, and of the ledger unless that was put elsewhere, is its owner's
   * alone.
   */
  private static void requireOwnFolder(LedgerSettings settings) {
    if (settings.keyFile() == null) {
      return;
    }
    Path folder = settings.keyFile().toAbsolutePath().getParent();
    try {
      PrivateFiles.exposed(folder)
          .ifPresent(
              problem -> {
                throw new DatabaseException(problem);
              });
    } catch (IOException e) {
      throw new DatabaseException(
          "the folder "
              + folder
              + " cannot be looked at: "
              + FileErrors.reason(e)
              + "; see to its owner and mode",
          e);
    }
  }

  private static void requireKey(LedgerSettings settings) {
    if (settings.key() == null) {
      throw new DatabaseException(
          "ledger.key is missing: PostgreSQL needs it given, the same for all workers");
    }
  }

  /** In the database of another application. */
  private static Ledger openLent(LedgerSettings settings, Clock clock) {
    HostStore store = HostStore.of(settings.dataSource());
    if (store.isPostgres()) {
      requireKey(settings);
      return opened(settings, store.open(settings.migrate()), clock);
    }
    Clock time = clock == null ? Clock.systemUTC() : clock;
    if (settings.key() != null || settings.keyFile() == null) {
      return opened(settings, store.open(settings.migrate()), time);
    }
    // Of several processes one makes the key.
    requireOwnFolder(settings);
    Path keyFile = settings.keyFile().toAbsolutePath();
    try {
      PrivateFiles.createFolder(keyFile.getParent());
      return new OpeningLock(keyFile.resolveSibling(keyFile.getFileName() + ".lock"))
          .holding(() -> opened(settings, store.open(settings.migrate()), time));
    } catch (IOException e) {
      throw new DatabaseException(
          "the folder of the ledger's key "
              + keyFile
              + " cannot be used: "
              + FileErrors.reason(e)
              + "; set ledger.key, or a connector-routes.home that can be written to",
          e);
    }
  }

  private static void require(OptionalDependency... dependencies) {
    OptionalDependency.require("ledger.url", dependencies);
  }

  private static Ledger opened(LedgerSettings settings, Database database, Clock clock) {
    boolean done = false;
    try {
      PayloadCipher cipher = new LedgerKeys(settings, database).cipher();
      Clock time = clock == null ? new DatabaseClock(database) : clock;
      Ledger ledger = new JdbcLedger(database, cipher, time, settings);
      done = true;
      return ledger;
    } finally {
      if (!done) {
        database.close();
      }
    }
  }
}
