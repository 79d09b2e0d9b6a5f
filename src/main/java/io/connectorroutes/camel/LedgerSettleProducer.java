package io.connectorroutes.camel;

import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Deliveries;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ledger:settle}: settles the exchange's claim by the claim result in the body; {@code
 * ledger:release}: gives the claim back.
 */
class LedgerSettleProducer extends DefaultProducer {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerSettleProducer.class);

  private final LedgerVerb verb;
  private final Deliveries deliveries;
  private final TenantWaits waits;
  private final LedgerPatience patience;

  LedgerSettleProducer(LedgerEndpoint endpoint) {
    super(endpoint);
    this.verb = endpoint.verb();
    this.deliveries = endpoint.getComponent().ledger().deliveries();
    this.waits = endpoint.getComponent().waits();
    this.patience =
        new LedgerPatience(() -> isStoppingOrStopped() || endpoint.getCamelContext().isStopping());
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Claimed<?> claimed = exchange.getProperty(LedgerProperties.CLAIM, Claimed.class);
    if (verb == LedgerVerb.RELEASE) {
      patience.run(() -> deliveries.release(claimed));
      return;
    }
    settle(claimed, exchange);
  }

  private void settle(Claimed<?> claimed, Exchange exchange) throws Exception {
    ClaimResult result = exchange.getMessage().getMandatoryBody(ClaimResult.class);
    boolean settled = patience.call(() -> deliveries.settle(claimed, result));
    if (!settled) {
      LOG.warn(
          "The lease of a call for {} was lost before its answer came; whoever took it over settles"
              + " it",
          waits.nameOf(claimed.account()));
    } else {
      waits.settled(claimed.account(), result);
    }
  }
}
