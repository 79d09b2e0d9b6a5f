package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.NothingToSendException;
import io.connectorroutes.camel.http.LateCallException;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The way of a claimed call, with stand-ins that say in the body what they did. */
class DeliveryDueRouteTest extends RouteTestSupport {
  private static final String GRAPH = "direct:connector-routes-graph";

  private final Secrets secrets = new Secrets();
  private MockEndpoint graph;

  DeliveryDueRouteTest() {
    super("delivery/due");
  }

  /** Completes a request, or cannot. */
  public static class Secrets {
    private Exception failure;

    public String complete(@Body String request) throws Exception {
      if (failure != null) {
        throw failure;
      }
      return request + ", with secrets";
    }
  }

  /** Classifies and decides. */
  public static class Responses {
    public String classify(@Body String answer) {
      return answer + ", classified";
    }

    public String classifyFailure(Exchange exchange) {
      return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage();
    }

    public String decide(@Body String classified) {
      return classified + ", decided";
    }
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("connector-routes-secrets", secrets);
    registry.bind("connector-routes-responses", new Responses());
    placeholder("delivery.enabled", true);
    placeholder("delivery.workers", 1);
  }

  @BeforeEach
  void answer() throws Exception {
    graph = getMockEndpoint("mock:graph");
    graph.whenAnyExchangeReceived(exchange -> exchange.getMessage().setBody("answer"));
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(GRAPH).routeId("graph").errorHandler(noErrorHandler()).to(graph);
          }
        });
  }

  @Test
  void aCallIsSentWithItsSecretsAndItsAnswerIsSettled() throws Exception {
    graph.expectedBodiesReceived("request, with secrets");

    Exchange call = sent("request");

    assertThat(call.getException()).isNull();
    graph.assertIsSatisfied();
    assertSettledBy("answer, classified, decided");
  }

  @Test
  void aLostAnswerIsSettledAsWell() throws Exception {
    failing(graph, new IOException("lost"));

    Exchange call = sent("request");

    assertThat(call.getException()).isNull();
    assertSettledBy("lost, decided");
  }

  static List<Exception> nothingLeft() {
    return List.of(
        new NothingToSendException("no secret can be had"), new LateCallException("too old"));
  }

  @ParameterizedTest
  @MethodSource("nothingLeft")
  void aCallThatIsNotToLeaveIsReleased(Exception why) throws Exception {
    secrets.failure = why;

    Exchange call = sent("request");

    assertThat(call.getException()).isNull();
    assertReleased();
  }

  @Test
  void aCallIsReleasedWhileTheExitIsStopped() throws Exception {
    context.getRouteController().stopRoute("graph");

    Exchange call = sent("request");

    assertThat(call.getException()).isNull();
    assertReleased();
  }

  static Stream<Exception> databaseFailures() {
    return Stream.of(
        new DatabaseException("broken"), new DatabaseUnavailableException("away", null));
  }

  /** What the ledger itself fails of is not settled by it: the lease runs out. */
  @ParameterizedTest
  @MethodSource("databaseFailures")
  void aFailureOfTheLedgerGoesBackToItsConsumer(Exception failure) throws Exception {
    failing(ledger("settle"), failure);

    Exchange call = sent("request");

    assertThat(call.getException()).isSameAs(failure);
    assertSettledBy("answer, classified, decided");
  }

  private void assertSettledBy(String decision) throws InterruptedException {
    ledger("settle").expectedBodiesReceived(decision);
    ledger("release").expectedMessageCount(0);
    MockEndpoint.assertIsSatisfied(context);
  }

  private void assertReleased() throws InterruptedException {
    graph.expectedMessageCount(0);
    ledger("settle").expectedMessageCount(0);
    ledger("release").expectedMessageCount(1);
    MockEndpoint.assertIsSatisfied(context);
  }
}
