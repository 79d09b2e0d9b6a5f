package io.connectorroutes.camel.change;

import io.connectorroutes.camel.EmbeddedRoutes;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Another application's Camel context, with the routes in it. */
final class Host implements AutoCloseable {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Map<String, String> settings = new TreeMap<>();
  private UnaryOperator<Ledger> around = UnaryOperator.identity();
  private ProducerTemplate template;

  Host(Sandbox sandbox) {
    this(sandbox.root().toString());
  }

  /** The same with a sandbox in another process, by its root. */
  Host(String sandbox) {
    set("graph.cloud", "custom");
    set("graph.endpoint", sandbox);
    set("graph.credential", "none");
    set("inbox.quiet", "0");
  }

  /** Sets a key, without its prefix. */
  Host set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** What comes in is recorded, and stays as it is. */
  Host withoutDelivery() {
    return set("delivery.enabled", "false");
  }

  /** Something stands between the routes and their ledger. */
  Host around(UnaryOperator<Ledger> ledger) {
    around = ledger;
    return this;
  }

  /** Starts it. */
  Host start(Path home, RouteBuilder... routes) throws Exception {
    EmbeddedRoutes.bindTo(
        context,
        new ConfigurationReader(null, Map.of(), Externals::keyVault)
            .of(home, settings, "the application"),
        Mode.RUN,
        Externals.standard().withAroundLedger(around));
    // Camel Main and Spring Boot collect it by themselves.
    context.addRoutes(
        context.getRegistry().lookupByNameAndType("connector-routes-routes", RoutesBuilder.class));
    for (RouteBuilder builder : routes) {
      context.addRoutes(builder);
    }
    context.start();
    template = context.createProducerTemplate();
    return this;
  }

  CamelContext context() {
    return context;
  }

  Ledger ledger() {
    return context
        .getRegistry()
        .lookupByNameAndType(EmbeddedRoutes.NAME, EmbeddedRoutes.class)
        .ledgerRoot()
        .ledger();
  }

  /** Sends a body to an endpoint and gives the exchange, failed or not. */
  Exchange send(String uri, Object body, Map<String, Object> headers) {
    return template.request(
        uri,
        exchange -> {
          exchange.getIn().setBody(body);
          exchange.getIn().setHeaders(new TreeMap<>(headers));
        });
  }

  Exchange send(String uri, Object body) {
    return send(uri, body, Map.of());
  }

  @Override
  public void close() {
    context.stop();
  }
}
