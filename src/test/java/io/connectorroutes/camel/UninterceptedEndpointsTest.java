package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Endpoint;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.InterceptSendToEndpointCallback;
import org.apache.camel.spi.EndpointStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application's interception that skips the sending. In a context it is chance which of the two
 * is asked first: Camel keeps them in a set without an order.
 */
class UninterceptedEndpointsTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final EndpointStrategy ours = new UninterceptedEndpoints();
  private final EndpointStrategy theirs =
      new InterceptSendToEndpointCallback(context, exchange -> {}, null, "*", true, null);

  @BeforeEach
  void start() {
    context.addComponent("connector-routes-ledger", new MockComponent());
    context.addComponent("direct", new MockComponent());
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"connector-routes-ledger://record", "direct://connector-routes-graph"})
  void whatGoesBetweenOurRoutesArrivesWhicheverIsAskedFirst(String uri) {
    MockEndpoint endpoint = context.getEndpoint(uri, MockEndpoint.class);
    send(ours.registerEndpoint(uri, theirs.registerEndpoint(uri, endpoint)));
    assertThat(endpoint.getReceivedCounter()).isEqualTo(1);
    send(theirs.registerEndpoint(uri, ours.registerEndpoint(uri, endpoint)));
    assertThat(endpoint.getReceivedCounter()).isEqualTo(2);
  }

  @Test
  void whatTheApplicationSendsIsStillIntercepted() {
    String uri = "mock://theirs";
    MockEndpoint endpoint = context.getEndpoint(uri, MockEndpoint.class);
    send(ours.registerEndpoint(uri, theirs.registerEndpoint(uri, endpoint)));
    send(theirs.registerEndpoint(uri, ours.registerEndpoint(uri, endpoint)));
    assertThat(endpoint.getReceivedCounter()).isZero();
  }

  private void send(Endpoint endpoint) {
    assertThat(
            context
                .createProducerTemplate()
                .send(endpoint, exchange -> exchange.getMessage().setBody("x"))
                .getException())
        .isNull();
  }
}
