package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.http.GraphMessages;
import io.connectorroutes.camel.http.LateCallException;
import io.connectorroutes.camel.ledger.LedgerProperties;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.testing.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to Graph, with a mock in its place, and what comes back. */
class DeliveryGraphRouteTest extends RouteTestSupport {
  private static final String PATH = "/v1.0/identity/apiConnectors/a%2Fb";

  private MockEndpoint graph;

  DeliveryGraphRouteTest() {
    super("delivery/graph");
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("connector-routes-graph-messages", new GraphMessages("token of "::concat));
    placeholder("graph.root", "connector-routes-https://graph.microsoft.com");
  }

  @Override
  void advise(AdviceWithRouteBuilder route) throws Exception {
    super.advise(route);
    route.weaveByType(ToDefinition.class).replace().to("mock:graph");
  }

  @BeforeEach
  void answer() {
    graph = getMockEndpoint("mock:graph");
    answers(200);
  }

  private void answers(int status) {
    graph.whenAnyExchangeReceived(
        exchange -> {
          exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
          exchange.getMessage().setHeader("Retry-After", "7");
          exchange.getMessage().setBody("{\"answer\":1}");
        });
  }

  private static GraphRequest patch() {
    return new GraphRequest(
        "PATCH", PATH, Json.object("{'displayName':'A'}"), "contoso/app", "request-1");
  }

  @Test
  void theMessageHasTheHeadersThatJavaSetsAndNoOther() throws Exception {
    Map<String, Object> hostile = new HashMap<>();
    hostile.put(Exchange.HTTP_URI, "http://elsewhere");
    hostile.put("CAmelHttpUri", "http://elsewhere");
    hostile.put(Exchange.HTTP_QUERY, "a=b");
    hostile.put("Authorization", "Bearer other");
    hostile.put("X-Other", "other");

    sent(patch(), hostile);

    Message message = received();
    assertThat(message.getHeaders())
        .containsOnly(
            Map.entry(Exchange.HTTP_METHOD, HttpMethods.PATCH),
            Map.entry(Exchange.HTTP_PATH, PATH),
            Map.entry("X-Connector-Routes-Account", "contoso/app"),
            Map.entry("client-request-id", "request-1"),
            Map.entry("Accept", "application/json"),
            Map.entry(Exchange.CONTENT_TYPE, "application/json"));
    assertThat(message.getBody(String.class)).isEqualTo("{\"displayName\":\"A\"}");
  }

  @Test
  void aRequestWithoutABodyHasNoneAndItsQueryIsApart() throws Exception {
    sent(new GraphRequest("GET", PATH + "?$top=5", null, "contoso/app", "request-1"));

    Message message = received();
    assertThat(message.getBody()).isNull();
    assertThat(message.getHeaders())
        .containsEntry(Exchange.HTTP_PATH, PATH)
        .containsEntry(Exchange.HTTP_RAW_QUERY, "$top=5")
        .doesNotContainKey(Exchange.CONTENT_TYPE);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 429, 500})
  void anAnswerComesBackWhateverItsStatus(int status) {
    answers(status);

    Exchange call = sent(patch());

    assertThat(call.getException()).isNull();
    GraphResponse response = call.getMessage().getBody(GraphResponse.class);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers()).containsEntry("retry-after", "7");
    assertThat(response.body()).asString().isEqualTo("{\"answer\":1}");
  }

  @Test
  void theTokenThatWasSentIsNoneOfTheAnswer() {
    answers(400);

    GraphResponse response = sent(patch()).getMessage().getBody(GraphResponse.class);

    assertThat(response.repeats("got token%20of+contoso/app")).isTrue();
    assertThat(response.repeats("got fabrikam/app")).isFalse();
  }

  @Test
  void aFailureGoesBackToTheCallerAndIsNotTriedAgain() throws Exception {
    IOException lost = new IOException("the connection was reset");
    failing(graph, lost);

    assertThat(sent(patch()).getException()).isSameAs(lost);

    received();
  }

  @Test
  void whatIsTooLateDoesNotLeave() throws Exception {
    graph.expectedMessageCount(0);

    Exchange call =
        sent(
            exchange -> {
              exchange.getMessage().setBody(patch());
              exchange.setProperty(LedgerProperties.SEND_BEFORE, System.nanoTime() - 1);
            });

    assertThat(call.getException()).isInstanceOf(LateCallException.class);
    graph.assertIsSatisfied();
  }

  /** The one message that left. */
  private Message received() throws InterruptedException {
    graph.expectedMessageCount(1);
    graph.assertIsSatisfied();
    return graph.getExchanges().get(0).getMessage();
  }
}
