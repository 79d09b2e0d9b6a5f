package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

class OutcomePruneRouteTest extends RouteTestSupport {

  OutcomePruneRouteTest() {
    super("outcome/prune");
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    placeholder("ledger.prune", true);
    placeholder("ledger.keep", 86_400_000);
  }

  @Test
  void theLedgerIsPrunedOfWhatIsOlderThanConfigured() throws Exception {
    MockEndpoint prune = ledger("prune");
    prune.expectedMessageCount(1);

    sent(null);

    prune.assertIsSatisfied();
    assertThat(prune.getExchanges().get(0).getProperty(Exchange.TO_ENDPOINT, String.class))
        .isEqualTo(LEDGER + "://prune?keep=86400000");
  }

  /** It ends the exchange, which the timer logs, and the next one is as the first. */
  @Test
  void whatFailsIsTriedAgain() {
    IllegalStateException failure = new IllegalStateException("the ledger is away");
    ledger("prune")
        .whenExchangeReceived(
            1,
            exchange -> {
              throw failure;
            });

    assertThat(sent(null).getException()).isSameAs(failure);
    assertThat(sent(null).getException()).isNull();
  }
}
