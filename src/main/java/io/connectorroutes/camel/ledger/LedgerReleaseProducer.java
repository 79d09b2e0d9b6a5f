package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Claimed;
import org.apache.camel.Exchange;

/** {@code ledger:release}: gives the exchange's claim back; its call did not leave. */
class LedgerReleaseProducer extends LedgerProducer {

  LedgerReleaseProducer(LedgerEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) {
    Claimed<?> claimed = exchange.getProperty(LedgerProperties.CLAIM, Claimed.class);
    retry(exchange).run(() -> ledger().deliveries().release(claimed));
  }
}
