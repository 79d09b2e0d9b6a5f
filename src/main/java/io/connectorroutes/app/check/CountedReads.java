package io.connectorroutes.app.check;

import io.connectorroutes.camel.LedgerOpening;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.delivery.UnsharedReadBudget;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.ReadBudget;
import io.connectorroutes.ledger.Reports.CertificateEnd;
import io.connectorroutes.ledger.RequestBudget;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The ledger beside a check, where there is one: it counts the reads in the budgets of the tenants
 * for all, and knows of more connectors than Graph shows on a page.
 *
 * @param ledger null where there is none
 */
record CountedReads(Ledger ledger, InstantSource clock) implements AutoCloseable {

  /** Of each account. */
  private static final int CERTIFICATES = 1_000;

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

  /**
   * The first certificates of an account's connectors that end before a time, as far as the ledger
   * knows them; none without a ledger.
   */
  List<CertificateEnd> certificateEnds(String account, Instant before) {
    return ledger == null
        ? List.of()
        : ledger.reports().certificateEnds(before, CERTIFICATES).stream()
            .filter(end -> end.account().equals(account))
            .toList();
  }

  @Override
  public void close() {
    if (ledger != null) {
      ledger.close();
    }
  }
}
