package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Job;
import org.apache.camel.Exchange;

/** {@code ledger:refuse}: drops what was recorded of the exchange's file, if it was anything. */
class LedgerRefuseProducer extends LedgerProducer {

  LedgerRefuseProducer(LedgerEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) {
    Job job = job(exchange);
    if (job != null) {
      retry(exchange).run(() -> ledger().recorder().refuse(job, Refusal.of(exchange)));
    }
  }
}
