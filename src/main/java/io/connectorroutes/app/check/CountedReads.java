package io.connectorroutes.app.check;

import io.connectorroutes.camel.LedgerOpening;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.delivery.UnsharedReadBudget;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.ReadBudget;
import io.connectorroutes.ledger.RequestBudget;
import java.time.InstantSource;

/**
 * Counts the reads of a check in the budgets of the tenants, where there is a ledger that counts
 * them for all.
 *
 * @param ledger null where there is none
 */
record CountedReads(Ledger ledger, InstantSource clock) implements AutoCloseable {

  /**
   * Opens the ledger, unless opening would alter it.
   *
   * @param isUsable whether it can be opened at all
   */
  static CountedReads of(Configuration configuration, boolean isUsable, InstantSource clock) {
    boolean isThere = isUsable && LedgerOpening.isUpToDate(configuration);
    return new CountedReads(isThere ? LedgerOpening.open(configuration) : null, clock);
  }

  /** Where they are counted. */
  ReadBudget budget() {
    return ledger == null ? new UnsharedReadBudget(RequestBudget.NONE, clock) : ledger.readBudget();
  }

  @Override
  public void close() {
    if (ledger != null) {
      ledger.close();
    }
  }
}
