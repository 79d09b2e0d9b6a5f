package io.connectorroutes.ledger;

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
   * @throws LedgerException where it cannot be used: a foreign file, a newer schema, a wrong key
   * @throws LedgerUnavailableException where the database does not answer
   */
  public static Ledger open(LedgerSettings settings, Clock clock) {
    if (SqliteStore.isFor(settings.url())) {
      Clock time = clock == null ? Clock.systemUTC() : clock;
      return new SqliteStore(settings.url()).open(database -> opened(settings, database, time));
    }
    if (PostgresStore.isFor(settings.url())) {
      if (settings.key() == null) {
        throw new LedgerException(
            "ledger.key is missing: PostgreSQL needs it given, the same for all workers");
      }
      return opened(settings, new PostgresStore(settings).open(), clock);
    }
    throw new LedgerException(
        "ledger.url must begin with jdbc:sqlite: or jdbc:postgresql: and begins with neither");
  }

  private static Ledger opened(LedgerSettings settings, Database database, Clock clock) {
    boolean done = false;
    try {
      Vault vault = new LedgerKeys(settings, database).vault();
      Clock time = clock == null ? new DatabaseClock(database) : clock;
      Ledger ledger = new JdbcLedger(database, vault, time, settings);
      done = true;
      return ledger;
    } finally {
      if (!done) {
        database.close();
      }
    }
  }
}
