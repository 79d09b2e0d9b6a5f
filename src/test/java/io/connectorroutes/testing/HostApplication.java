package io.connectorroutes.testing;

import io.connectorroutes.camel.EmbeddedRoutes;
import io.connectorroutes.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Another application around the routes: a Camel Main with properties of its own. */
public final class HostApplication implements AutoCloseable {
  private final Main main = new Main();

  /** With nothing of ours set. */
  public HostApplication() {
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.setDefaultPropertyPlaceholderLocation("false");
    main.configure().withRoutesIncludePattern("false").withAutoConfigurationLogSummary(false);
  }

  /** With the routes on, and calls that go to a sandbox. */
  public static HostApplication with(Path home, Sandbox sandbox) {
    return new HostApplication()
        .set("connector-routes.enabled", "true")
        .set("connector-routes.home", home.toString())
        .set("connector-routes.graph.cloud", "custom")
        .set("connector-routes.graph.endpoint", sandbox.root().toString())
        .set("connector-routes.graph.credential", "none");
  }

  /** Sets a property; an empty one is as good as none. */
  public HostApplication set(String property, String value) {
    main.addInitialProperty(property, value);
    return this;
  }

  /** Sets keys of ours, each as KEY=VALUE without their prefix. */
  public HostApplication keys(String... pairs) {
    for (String pair : pairs) {
      int end = pair.indexOf('=');
      set("connector-routes." + pair.substring(0, end), pair.substring(end + 1));
    }
    return this;
  }

  /** Gives the application a bean. */
  public HostApplication bind(String name, Object bean) {
    main.bind(name, bean);
    return this;
  }

  /** Gives the application routes of its own. */
  public HostApplication routes(RouteBuilder routes) {
    main.configure().addRoutesBuilder(routes);
    return this;
  }

  /** What the application sets of Camel Main's. */
  public HostApplication configure(Consumer<MainConfigurationProperties> configuration) {
    configuration.accept(main.configure());
    return this;
  }

  /** What the application does to its context before anything else is configured. */
  public HostApplication prepare(Consumer<CamelContext> preparation) {
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeInitialize(BaseMainSupport starting) {
            preparation.accept(starting.getCamelContext());
          }
        });
    return this;
  }

  /** Starts it. */
  public HostApplication start() {
    main.start();
    return this;
  }

  /** The application's own context. */
  public CamelContext context() {
    return main.getCamelContext();
  }

  /** Null where the routes are off. */
  public EmbeddedRoutes embedded() {
    return context().getRegistry().lookupByNameAndType(EmbeddedRoutes.NAME, EmbeddedRoutes.class);
  }

  /** Sends a body to an endpoint; what it failed of is in the exchange. */
  public Exchange request(String uri, Object body) {
    return context().createFluentProducerTemplate().to(uri).withBody(body).request(Exchange.class);
  }

  /** Sends a body to an endpoint and gives the one that comes back, or throws what it failed of. */
  public Object send(String uri, Object body) throws Exception {
    Exchange exchange = request(uri, body);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    return exchange.getMessage().getBody();
  }

  @Override
  public void close() {
    main.stop();
  }
}
