package io.connectorroutes.camel.change;

import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.outcome.OutcomeJson;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.LoggerFactory;

/** Makes a message of an outcome. */
final class OutcomeWriter {
  private final Format format;
  private final InternalErrors errors =
      new InternalErrors(LoggerFactory.getLogger(OutcomeWriter.class));

  OutcomeWriter(Format format) {
    this.format = format;
  }

  void write(OutcomeRecord outcome, Exchange exchange) {
    Message message = exchange.getMessage();
    message.setHeader(ConnectorChangeConstants.CHANGE_ID, outcome.changeId());
    message.setHeader(ConnectorChangeConstants.OUTCOME, outcome.outcome().wireName());
    switch (format) {
      case RECORD -> message.setBody(outcome);
      case JSON -> {
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(OutcomeJson.line(outcome, errors));
      }
      case CLOUDEVENT -> {
        message.setHeader(Exchange.CONTENT_TYPE, "application/cloudevents+json");
        message.setBody(OutcomeJson.event(outcome, errors));
      }
    }
  }
}
