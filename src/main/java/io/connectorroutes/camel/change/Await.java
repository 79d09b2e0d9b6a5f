package io.connectorroutes.camel.change;

/** What {@code connector-change:submit} waits for. */
public enum Await {
  /** That the change is committed to the ledger. */
  NONE,
  /** What became of it. */
  OUTCOME
}
