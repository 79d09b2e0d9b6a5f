package io.connectorroutes.testing;

import io.connectorroutes.ledger.LedgerSettings;
import java.nio.file.Path;
import java.time.Duration;

/** How to open a ledger on SQLite, as a home has it. */
public final class SqliteSettings {
  private SqliteSettings() {}

  /** The ledger and its key in {@code data/} of that folder. */
  public static LedgerSettings in(Path home, Duration lease) {
    Path data = home.resolve("data");
    return new LedgerSettings(
        "jdbc:sqlite:" + data.resolve("ledger.db"),
        null,
        null,
        null,
        data.resolve("ledger.key"),
        lease);
  }
}
