package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.OutcomeMessages;
import io.connectorroutes.camel.ProducedFiles;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.testing.Json;
import java.io.IOException;
import java.util.List;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

class OutcomeForwardRouteTest extends RouteTestSupport {
  private static final List<OutcomeRecord> OUTCOMES =
      List.of(Outcomes.of("c-1", Outcome.APPLIED), Outcomes.of("c-2", Outcome.FAILED));

  OutcomeForwardRouteTest() {
    super("outcome/forward");
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("connector-routes-outcome-messages", new OutcomeMessages());
    registry.bind("connector-routes-produced-files", new ProducedFiles(List.of()));
    placeholder("outcome.forward", true);
    placeholder("outcome.uri", "mock:outcomes");
  }

  @Test
  void eachOutcomeIsAMessageOfItsOwnInTheirOrder() throws Exception {
    MockEndpoint messages = getMockEndpoint("mock:outcomes");
    messages.expectedMessageCount(2);

    assertThat(sent(OUTCOMES).getException()).isNull();

    messages.assertIsSatisfied();
    assertThat(messages.getExchanges())
        .extracting(message -> Json.object(message.getMessage().getBody(String.class)))
        .extracting(
            json -> json.get("changeId").textValue() + " " + json.get("outcome").textValue())
        .containsExactly("c-1 applied", "c-2 failed");
  }

  /** The caller publishes all of them again. */
  @Test
  void afterOneThatCannotBeSentNoOtherIs() throws Exception {
    IOException failure = new IOException("the broker is away");
    MockEndpoint messages = getMockEndpoint("mock:outcomes");
    messages.expectedMessageCount(1);
    failing(messages, failure);

    assertThat(sent(OUTCOMES).getException()).hasRootCause(failure);

    messages.assertIsSatisfied();
  }
}
