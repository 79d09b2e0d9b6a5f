package io.connectorroutes.ledger;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqliteLedgerTest extends RejectedAgainContract {
  @TempDir Path folder;

  static LedgerSettings settings(Path folder) {
    Path data = folder.resolve("data");
    return new LedgerSettings(
        "jdbc:sqlite:" + data.resolve("ledger.db"),
        null,
        null,
        null,
        data.resolve("ledger.key"),
        LEASE);
  }

  @Override
  Ledger open(RequestBudget budget) {
    return Ledgers.open(settings(folder).withBudget(budget), clock);
  }
}
