package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.ReceivedRow;
import org.apache.camel.Exchange;

/** {@code ledger:record?job=NAME}: records one message under that job. */
class LedgerRecordMessageProducer extends LedgerProducer {

  LedgerRecordMessageProducer(LedgerEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    String job = getEndpoint().getJob();
    ReceivedRow message =
        getEndpoint()
            .getComponent()
            .traces()
            .received(exchange.getMessage().getMandatoryBody(ReceivedRow.class));
    retry(exchange)
        .runUntilDone(
            "message " + message.changeId() + " of " + job + " cannot be recorded",
            () -> ledger().recorder().recordMessage(job, message));
  }
}
