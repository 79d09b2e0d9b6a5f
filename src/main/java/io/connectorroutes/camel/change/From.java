package io.connectorroutes.camel.change;

/** Where a new subscriber begins; one that is known goes on where it was. */
public enum From {
  /** With what happens from now on. */
  NOW,
  /** With the oldest that the ledger still has. */
  EARLIEST
}
