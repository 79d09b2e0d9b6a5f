package io.connectorroutes.camel.change;

/** What the body of an exchange of {@code connector-change:outcomes} is. */
public enum Format {
  /** An {@code io.connectorroutes.ledger.OutcomeRecord}. */
  RECORD,
  /** Text: one JSON object, as in the outcome log. */
  JSON,
  /** Text: a CloudEvent in structured mode, whose data is that object. */
  CLOUDEVENT
}
