package io.connectorroutes.camel;

import io.connectorroutes.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Another application around the routes: a Camel Main with properties of its own. */
final class HostApplication implements AutoCloseable {
  private final Main main = new Main();

  HostApplication() {
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.setDefaultPropertyPlaceholderLocation("false");
    main.configure().withRoutesIncludePattern("false").withAutoConfigurationLogSummary(false);
  }

  /** With the routes on, and calls that go to a sandbox. */
  static HostApplication with(Path home, Sandbox sandbox) {
    return new HostApplication()
        .set("connector-routes.enabled", "true")
        .set("connector-routes.home", home.toString())
        .set("connector-routes.graph.cloud", "custom")
        .set("connector-routes.graph.endpoint", sandbox.root().toString())
        .set("connector-routes.graph.credential", "none");
  }

  HostApplication set(String property, String value) {
    main.addInitialProperty(property, value);
    return this;
  }

  HostApplication bind(String name, Object bean) {
    main.bind(name, bean);
    return this;
  }

  HostApplication routes(RouteBuilder routes) {
    main.configure().addRoutesBuilder(routes);
    return this;
  }

  /** What the application does to its context before anything else is configured. */
  HostApplication prepare(Consumer<CamelContext> preparation) {
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeInitialize(BaseMainSupport starting) {
            preparation.accept(starting.getCamelContext());
          }
        });
    return this;
  }

  HostApplication start() {
    main.start();
    return this;
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  /** Null where the routes are off. */
  EmbeddedRoutes embedded() {
    return context().getRegistry().lookupByNameAndType(EmbeddedRoutes.NAME, EmbeddedRoutes.class);
  }

  @Override
  public void close() {
    main.stop();
  }
}
