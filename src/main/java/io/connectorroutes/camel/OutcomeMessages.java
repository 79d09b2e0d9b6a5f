package io.connectorroutes.camel;

import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.outcome.OutcomeJson;
import org.slf4j.LoggerFactory;

/** Makes a message of an outcome: the same JSON document as its line in the outcome log. */
public class OutcomeMessages {
  private final InternalErrors errors =
      new InternalErrors(LoggerFactory.getLogger(OutcomeMessages.class));

  /** The outcome as JSON. */
  public String write(OutcomeRecord outcome) {
    return OutcomeJson.line(outcome, errors);
  }
}
