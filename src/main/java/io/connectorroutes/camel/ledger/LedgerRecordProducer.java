package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.ReceivedRow;
import java.util.List;
import org.apache.camel.Exchange;

/** {@code ledger:record}: records rows of the exchange's file. */
class LedgerRecordProducer extends LedgerProducer {

  LedgerRecordProducer(LedgerEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    List<ReceivedRow> rows = List.of(exchange.getMessage().getMandatoryBody(ReceivedRow[].class));
    Job job = job(exchange);
    retry(exchange).run(() -> ledger().recorder().record(job, rows));
  }
}
