package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Retention;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** {@code ledger:prune}: step by step, so that delivery goes on in between. */
class LedgerPruneProducer extends DefaultProducer {
  private final LedgerEndpoint endpoint;
  private final Retention retention;

  LedgerPruneProducer(LedgerEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    this.retention = endpoint.getComponent().ledger().retention();
  }

  @Override
  public void process(Exchange exchange) {
    Duration keep = Duration.ofMillis(endpoint.getKeep());
    OptionalLong next = OptionalLong.of(0);
    while (next.isPresent() && !endpoint.getCamelContext().isStopping()) {
      next = retention.prune(keep, next.getAsLong());
    }
  }
}
