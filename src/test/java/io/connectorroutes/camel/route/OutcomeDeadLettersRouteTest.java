package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.DeadLetterMessages;
import io.connectorroutes.camel.ProducedFiles;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.outcome.DeadLetterJson;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.testing.Requests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

class OutcomeDeadLettersRouteTest extends RouteTestSupport {

  OutcomeDeadLettersRouteTest() {
    super("outcome/dead-letters");
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind(
        "connector-routes-dead-letter-messages",
        new DeadLetterMessages(new DeadLetterJson(new Masking(ChangeFields::isKnown))));
    registry.bind("connector-routes-produced-files", new ProducedFiles(List.of()));
    placeholder("dead-letter.uri", "mock:dead-letters");
  }

  private static DeadLetter letter() {
    return new DeadLetter(
        1,
        "c-1",
        "unknown",
        Outcomes.of("c-1", Outcome.UNKNOWN),
        List.of(),
        null,
        Requests.create("c-1", "A").toString().getBytes(StandardCharsets.UTF_8),
        List.of(),
        0,
        null,
        null,
        List.of(),
        null);
  }

  @Test
  void aDeadLetterIsADocumentWithoutASecret() throws Exception {
    MockEndpoint letters = getMockEndpoint("mock:dead-letters");
    letters.expectedMessageCount(1);

    assertThat(sent(letter()).getException()).isNull();

    letters.assertIsSatisfied();
    Message message = letters.getExchanges().get(0).getMessage();
    assertThat(message.getHeader(Exchange.FILE_NAME)).isEqualTo("c-1.json");
    assertThat(message.getBody(String.class))
        .contains("\"secretRef\" : \"change:c-1\"")
        .doesNotContain(Requests.CANARY);
  }

  /** So it is not marked, and comes again. */
  @Test
  void oneThatCannotBeSentFailsForTheLedger() {
    IOException failure = new IOException("the folder is full");
    failing(getMockEndpoint("mock:dead-letters"), failure);

    assertThat(sent(letter()).getException()).isSameAs(failure);
  }
}
