package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.outcome.OutcomeLog;
import io.connectorroutes.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeOutcomesRouteTest extends RouteTestSupport {
  private static final List<OutcomeRecord> OUTCOMES =
      List.of(Outcomes.of("c-1", Outcome.APPLIED), Outcomes.of("c-2", Outcome.FAILED));

  @TempDir Path home;

  OutcomeOutcomesRouteTest() {
    super("outcome/outcomes");
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("connector-routes-outcome-log", new OutcomeLog(log()));
  }

  private Path log() {
    return home.resolve("outcomes.jsonl");
  }

  private List<String> logged() {
    return Json.lines(log()).stream().map(line -> line.get("changeId").textValue()).toList();
  }

  @Test
  void eachOutcomeIsALineInTheLogAlsoWhereNobodyListens() {
    assertThat(sent(OUTCOMES).getException()).isNull();

    assertThat(logged()).containsExactly("c-1", "c-2");
  }

  @Test
  void whoeverListensIsGivenThemAsTheyAre() throws Exception {
    MockEndpoint listener = listener();
    listener.expectedBodiesReceived(List.of(OUTCOMES));

    assertThat(sent(OUTCOMES).getException()).isNull();

    listener.assertIsSatisfied();
  }

  /** So they are not marked, and come again; the log knows those that it has just written. */
  @Test
  void whatTheListenerFailsOfFailsForTheLedger() throws Exception {
    IOException failure = new IOException("the broker is away");
    failing(listener(), failure);

    assertThat(sent(OUTCOMES).getException()).isSameAs(failure);
    assertThat(sent(OUTCOMES).getException()).isSameAs(failure);

    assertThat(logged()).containsExactly("c-1", "c-2");
  }

  /** Nothing that is not logged is published. */
  @Test
  void whatCannotBeLoggedGoesToNobody() throws Exception {
    MockEndpoint listener = listener();
    listener.expectedMessageCount(0);
    Files.createDirectory(log());

    assertThat(sent(OUTCOMES).getException()).isInstanceOf(IOException.class);

    listener.assertIsSatisfied();
  }

  private MockEndpoint listener() throws Exception {
    MockEndpoint listener = getMockEndpoint("mock:listener");
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:connector-routes-outcome-forward")
                .errorHandler(noErrorHandler())
                .to(listener);
          }
        });
    return listener;
  }
}
