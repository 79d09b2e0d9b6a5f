package io.connectorroutes.camel.change;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

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
    ConnectorChangeEndpoint endpoint = new ConnectorChangeEndpoint(uri, this, verb);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
