package io.connectorroutes.camel.http;

import io.connectorroutes.delivery.GraphExit;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import java.net.ConnectException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.support.DefaultExchange;

/**
 * Sends requests by the one HTTP exit, the route {@code connector-routes-delivery-graph}. Each has
 * an exchange of its own, so that no other one ever holds it, and none is kept.
 */
public final class GraphRoute implements GraphExit, AutoCloseable {
  /** Where that route has been stopped nothing is sent. */
  private static final String EXIT = "direct:connector-routes-graph?block=false";

  private final CamelContext context;
  private final ProducerTemplate template;

  /** By the route of that context. */
  public GraphRoute(CamelContext context) {
    this.context = context;
    this.template = context.createProducerTemplate();
  }

  @Override
  public GraphResponse send(GraphRequest request) throws Exception {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(request);
    template.send(EXIT, exchange);
    Exception failure = exchange.getException();
    if (failure == null) {
      return exchange.getMessage().getBody(GraphResponse.class);
    }
    if (failure instanceof DirectConsumerNotAvailableException) {
      throw (ConnectException) new ConnectException("the exit is stopped").initCause(failure);
    }
    throw GraphMessages.mayHaveLeft(exchange, failure) ? failure : new NotMadeException(failure);
  }

  @Override
  public void close() {
    template.stop();
  }
}
