package io.connectorroutes.camel.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.BeforeEach;

/**
 * A shipped route in a context of its own: {@link #IN} stands for what it consumes from, and each
 * verb of the ledger is a mock. What else it names, a test binds itself. {@link
 * IntakeQueueRouteTest} shows the same without this class.
 */
abstract class RouteTestSupport extends CamelTestSupport {
  /** The scheme of the ledger's component. */
  static final String LEDGER = "connector-routes-ledger";

  /** Where a test sends what comes in. */
  static final String IN = "direct:in";

  private final String file;

  /**
   * A test of a route.
   *
   * @param file its folder and its name without ending, such as {@code intake/queue}
   */
  RouteTestSupport(String file) {
    this.file = file;
  }

  @Override
  public void configureTest(TestExecutionConfiguration configuration) {
    super.configureTest(configuration);
    configuration.withUseAdviceWith(true);
  }

  @Override
  public void configureContext(CamelContextConfiguration configuration) {
    super.configureContext(configuration);
    configuration.withStubEndpoints(LEDGER).withMockEndpointsAndSkip(LEDGER + ":*");
  }

  @Override
  protected RoutesBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() throws Exception {
        ResourceLoader loader = PluginHelper.getResourceLoader(getContext());
        List<Resource> files =
            List.of(
                loader.resolveResource("file:routes/plain.camel.yaml"),
                loader.resolveResource("file:routes/" + file + ".camel.yaml"));
        PluginHelper.getRoutesLoader(getContext()).loadRoutes(files);
      }
    };
  }

  @BeforeEach
  void start() throws Exception {
    String id = "connector-routes-" + file.replace('/', '-');
    AdviceWith.adviceWith(context, id, this::advise);
    context.start();
  }

  /** What takes the place of what stands in the route. */
  void advise(AdviceWithRouteBuilder route) throws Exception {
    route.replaceFromWith(IN);
  }

  /** Sets a placeholder of the route; to be called before it is loaded. */
  void placeholder(String name, Object value) {
    context
        .getPropertiesComponent()
        .addInitialProperty("connector-routes." + name, value.toString());
  }

  /** The mock of a verb of the ledger. */
  MockEndpoint ledger(String verb) {
    return getMockEndpoint("mock:" + LEDGER + ":" + verb);
  }

  /** Lets a body come in, and gives the exchange as it ended. */
  Exchange sent(Object body) {
    return sent(body, Map.of());
  }

  /** Lets a message come in, and gives the exchange as it ended. */
  Exchange sent(Object body, Map<String, Object> headers) {
    return sent(
        exchange -> {
          exchange.getMessage().setBody(body);
          exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
  }

  /** Lets an exchange come in, and gives it as it ended. */
  Exchange sent(Processor exchange) {
    return template.send(IN, exchange);
  }

  /** Makes a mock fail, each time. */
  static void failing(MockEndpoint mock, Exception failure) {
    mock.whenAnyExchangeReceived(
        exchange -> {
          throw failure;
        });
  }
}
