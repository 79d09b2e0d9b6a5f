package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code ledger:settle}: settles the exchange's claim by the result in the body. */
class LedgerSettleProducer extends LedgerProducer {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerSettleProducer.class);

  LedgerSettleProducer(LedgerEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Claimed<?> claimed = exchange.getProperty(LedgerProperties.CLAIM, Claimed.class);
    ClaimResult result = exchange.getMessage().getMandatoryBody(ClaimResult.class);
    TenantWaits waits = getEndpoint().getComponent().waits();
    if (retry(exchange).call(() -> ledger().deliveries().settle(claimed, result))) {
      waits.settled(claimed.account(), result);
      getEndpoint().getComponent().listener().answered(claimed.account(), result.attempts());
    } else {
      LOG.warn(
          "The lease of a call for {} was lost before its answer came; whoever took it over settles"
              + " it",
          waits.nameOf(claimed.account()));
    }
  }
}
