package io.connectorroutes.camel.change;

import io.connectorroutes.camel.DeadLetterMessages;
import io.connectorroutes.ledger.DeadLetter;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes a message of a dead letter: the document that is sent to {@code dead-letter.uri}. */
final class DeadLetterWriter {
  private final DeadLetterMessages messages;

  DeadLetterWriter(DeadLetterMessages messages) {
    this.messages = messages;
  }

  void write(DeadLetter letter, Exchange exchange) {
    Message message = exchange.getMessage();
    message.setBody(letter);
    messages.write(exchange);
    message.setHeader(ConnectorChangeConstants.CHANGE_ID, letter.outcome().changeId());
    message.setHeader(ConnectorChangeConstants.OUTCOME, letter.outcome().outcome().wireName());
    message.setHeader(ConnectorChangeConstants.CAUSE, letter.cause());
  }
}
