package io.connectorroutes.ledger;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.SqliteStore;
import io.connectorroutes.ledger.encryption.LedgerKeys;
import io.connectorroutes.ledger.encryption.PayloadCipher;
import java.time.Clock;

/**
 * The ledgers of processes that die, one after the other, on one SQLite database: each knows
 * nothing but what was committed. The database stays open, since opening takes longer than much of
 * what is tried with it.
 */
public final class LedgerProcesses implements AutoCloseable {
  private final LedgerSettings settings;
  private final Clock clock;
  private final Database database;
  private final PayloadCipher cipher;

  /** Opens the database. */
  public LedgerProcesses(LedgerSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.database = new SqliteStore(settings.url()).open(opened -> opened);
    this.cipher = new LedgerKeys(settings, database).cipher();
  }

  /** The ledger of the next process; the one of before is dead, and is not to be closed. */
  public Ledger next() {
    return new JdbcLedger(database, cipher, clock, settings);
  }

  @Override
  public void close() {
    database.close();
  }
}
