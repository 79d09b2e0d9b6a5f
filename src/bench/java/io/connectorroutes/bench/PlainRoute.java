package io.connectorroutes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.amqp.AMQPComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.dataformat.JsonLibrary;

/**
 * What a Camel user would write instead: one route from the queue to Graph, in its own process. A
 * message is acknowledged when its call has been answered; calls that fail are made again. It keeps
 * no record, no budget and no order, and a message that is delivered twice is sent twice. Its
 * tokens are at hand.
 */
final class PlainRoute extends RouteBuilder {
  private static final int AT_ONCE = 20;
  private static final int REDELIVERIES = 5;

  private final String root;

  private PlainRoute(String root) {
    this.root = root;
  }

  /** Arguments: the broker's AMQP URL, the root of the stand-in for Graph. */
  public static void main(String[] arguments) throws Exception {
    try (CamelContext context = new DefaultCamelContext()) {
      context.addComponent("amqp", AMQPComponent.amqpComponent(arguments[0]));
      context.addRoutes(new PlainRoute(arguments[1]));
      context.start();
      System.out.println("started");
      while (System.in.read() >= 0) {
        // Nothing is said; the end of input is the end.
      }
    }
  }

  @Override
  public void configure() {
    errorHandler(defaultErrorHandler().maximumRedeliveries(REDELIVERIES).useExponentialBackOff());
    from("amqp:queue:"
            + Broker.QUEUE
            + "?acknowledgementModeName=CLIENT_ACKNOWLEDGE&cacheLevelName=CACHE_CONSUMER"
            + "&disableReplyTo=true&concurrentConsumers="
            + AT_ONCE)
        .unmarshal()
        .json(JsonLibrary.Jackson, JsonNode.class)
        .process(PlainRoute::request)
        .marshal()
        .json(JsonLibrary.Jackson)
        .to(root + "?maxTotalConnections=" + AT_ONCE + "&connectionsPerRoute=" + AT_ONCE);
  }

  private static void request(Exchange exchange) {
    JsonNode change = exchange.getMessage().getBody(JsonNode.class);
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "PATCH");
    exchange
        .getMessage()
        .setHeader(
            Exchange.HTTP_PATH,
            "/v1.0/identity/apiConnectors/" + change.path("target").path("id").textValue());
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
    exchange
        .getMessage()
        .setHeader("Authorization", "Bearer " + token(change.path("tenant").textValue()));
    exchange.getMessage().setBody(change.path("properties"));
  }

  private static String token(String alias) {
    return Authority.token(Seeded.tenantId(Seeded.tenantNumber(alias)));
  }
}
