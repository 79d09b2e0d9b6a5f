package io.connectorroutes.camel;

import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.outcome.DeadLetterJson;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes a message of a dead letter, with a file name for endpoints that write files. */
public class DeadLetterMessages {
  private final DeadLetterJson json;

  /**
   * Creates the bean.
   *
   * @param json never null
   */
  public DeadLetterMessages(DeadLetterJson json) {
    this.json = json;
  }

  /** Replaces the dead letter in the body by its document. */
  public void write(Exchange exchange) {
    Message message = exchange.getMessage();
    DeadLetter letter = message.getBody(DeadLetter.class);
    message.setHeader(Exchange.FILE_NAME, DeadLetterJson.fileName(letter));
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    message.setBody(json.document(letter));
  }
}
