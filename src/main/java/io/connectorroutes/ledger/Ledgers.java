package io.connectorroutes.ledger;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.DatabaseClock;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.database.PostgresStore;
import io.connectorroutes.database.SqliteStore;
import io.connectorroutes.ledger.encryption.LedgerKeys;
import io.connectorroutes.ledger.encryption.PayloadCipher;
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
   * @throws DatabaseUnavailableException where the database does not answer
   */
  public static Ledger open(LedgerSettings settings, Clock clock) {
    if (SqliteStore.isFor(settings.url())) {
      Clock time = clock == null ? Clock.systemUTC() : clock;
      return new SqliteStore(settings.url()).open(database -> opened(settings, database, time));
    }
    if (PostgresStore.isFor(settings.url())) {
      if (settings.key() == null) {
        throw new DatabaseException(
            "ledger.key is missing: PostgreSQL needs it given, the same for all workers");
      }
      return opened(
          settings,
          new PostgresStore(settings.url(), settings.user(), settings.password()).open(),
          clock);
    }
    throw new DatabaseException(
        "ledger.url must begin with jdbc:sqlite: or jdbc:postgresql: and begins with neither");
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
