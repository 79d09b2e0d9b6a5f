package io.connectorroutes.camel.change;

import io.connectorroutes.camel.CompositionRoot;
import io.connectorroutes.camel.EmbeddedRoutes;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Connector changes in any Camel application: {@code connector-change:VERB}. The verbs are listed
 * in {@link ConnectorChangeVerb}.
 */
@Component(ConnectorChangeComponent.SCHEME)
public class ConnectorChangeComponent extends DefaultComponent {
  static final String SCHEME = "connector-change";

  /** Every endpoint of Camel has these. */
  private static final Set<String> OF_ALL =
      Set.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer");

  @Metadata(
      label = "advanced",
      description =
          "The routes that endpoints work with. Where it is not set, those that"
              + " connector-routes.enabled=true has made.")
  private EmbeddedRoutes routes;

  /** Null before an outcome is waited for. */
  private OutcomeWaits waits;

  /** Creates the component, as Camel does by its scheme. */
  public ConnectorChangeComponent() {
    // Nothing is opened before an endpoint is made.
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    ConnectorChangeVerb verb = ConnectorChangeVerb.of(remaining);
    Set<String> options = new TreeSet<>(parameters.keySet());
    options.removeAll(OF_ALL);
    verb.check(options);
    ConnectorChangeEndpoint endpoint =
        new ConnectorChangeEndpoint(uri, this, verb, routesFor(verb));
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }

  private EmbeddedRoutes routesFor(ConnectorChangeVerb verb) {
    EmbeddedRoutes found =
        routes == null
            ? getCamelContext()
                .getRegistry()
                .lookupByNameAndType(EmbeddedRoutes.NAME, EmbeddedRoutes.class)
            : routes;
    if (found == null) {
      throw new IllegalStateException(
          "connector-routes.enabled=true is missing, and "
              + verb
              + " needs it: set it in the application's properties");
    }
    return found;
  }

  /** Who waits for outcomes in this context. */
  synchronized OutcomeWaits waits(CompositionRoot root) {
    if (waits == null) {
      ExecutorServiceManager executors = getCamelContext().getExecutorServiceManager();
      OutcomeWaits made =
          new OutcomeWaits(
              root.ledger(),
              executors.newSingleThreadExecutor(this, SCHEME + "-outcomes"),
              executors.newDefaultThreadPool(this, SCHEME),
              System::nanoTime);
      getCamelContext()
          .addLifecycleStrategy(
              new LifecycleStrategySupport() {
                @Override
                public void onContextStopping(CamelContext context) {
                  made.end();
                }
              });
      made.start();
      waits = made;
    }
    return waits;
  }

  @Override
  protected void doStop() throws Exception {
    ServiceHelper.stopService(waits);
    super.doStop();
  }

  /** The routes that endpoints work with; null for those of the context. */
  public EmbeddedRoutes getRoutes() {
    return routes;
  }

  public void setRoutes(EmbeddedRoutes routes) {
    this.routes = routes;
  }
}
