package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.ledger.Ledger;

/** Opens the configured ledger. */
@FunctionalInterface
public interface LedgerOpener {
  /**
   * Opens the ledger; its caller closes it.
   *
   * @throws io.connectorroutes.database.DatabaseException where it cannot be used as configured
   * @throws io.connectorroutes.database.DatabaseUnavailableException where the database does not
   *     answer
   */
  Ledger open(Configuration configuration);
}
