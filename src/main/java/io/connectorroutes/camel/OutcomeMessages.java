package io.connectorroutes.camel;

import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.outcome.OutcomeJson;

/** Makes a message of an outcome: the same JSON document as its line in the outcome log. */
public class OutcomeMessages {
  /** The outcome as JSON. */
  public String write(OutcomeRecord outcome) {
    return OutcomeJson.line(outcome);
  }
}
