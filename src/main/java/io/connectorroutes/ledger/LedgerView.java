package io.connectorroutes.ledger;

import java.time.Instant;

/** What the ledger knows of one account. Read only. */
public interface LedgerView {
  /** The ledger's time. */
  Instant now();

  /** What the account's objects are called. */
  Directory directory();

  /** How often in a row the cloud's host was tried and not reached; 0 while it is well. */
  int hostFailures();

  /**
   * Whether an earlier request of that change may have been carried out: it left, and no answer
   * came, or one that does not say (500, 502, 504).
   */
  boolean mayHaveBeenDone(long seq);
}
