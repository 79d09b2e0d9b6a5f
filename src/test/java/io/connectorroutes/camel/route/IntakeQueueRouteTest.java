package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The pattern for a test of a route of one's own: the route's file is loaded as it is, and only
 * what it is connected to is replaced.
 */
class IntakeQueueRouteTest extends CamelTestSupport {

  /** Stands for the bean that reads a message. */
  public static class Messages {
    public String read(@Body String json) {
      return "row of " + json;
    }
  }

  @Override
  public void configureTest(TestExecutionConfiguration configuration) {
    super.configureTest(configuration);
    // The routes start when they have been advised.
    configuration.withUseAdviceWith(true);
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("connector-routes-queue-messages", new Messages());
    context.getPropertiesComponent().addInitialProperty("connector-routes.intake.queue", "true");
    context.getPropertiesComponent().addInitialProperty("connector-routes.queue.name", "changes");
    context.getPropertiesComponent().addInitialProperty("connector-routes.queue.consumers", "1");
  }

  @Override
  protected RoutesBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() throws Exception {
        ResourceLoader files = PluginHelper.getResourceLoader(getContext());
        PluginHelper.getRoutesLoader(getContext())
            .loadRoutes(
                files.resolveResource("file:routes/plain.camel.yaml"),
                files.resolveResource("file:routes/intake/queue.camel.yaml"));
      }
    };
  }

  @BeforeEach
  void start() throws Exception {
    AdviceWith.adviceWith(
        context,
        "connector-routes-intake-queue",
        route -> {
          route.replaceFromWith("direct:queue");
          route.weaveByToUri(RouteTestSupport.LEDGER + ":record*").replace().to("mock:record");
        });
    context.start();
  }

  @Test
  void aMessageBecomesARowWithoutAnyOfItsHeaders() throws Exception {
    MockEndpoint record = getMockEndpoint("mock:record");
    record.expectedBodiesReceived("row of {}");

    template.sendBodyAndHeaders("direct:queue", "{}", Map.of("CamelHttpUri", "http://elsewhere"));

    record.assertIsSatisfied();
    assertThat(record.getExchanges().get(0).getMessage().getHeaders()).isEmpty();
  }

  /** So the broker keeps the message. */
  @Test
  void whatCannotBeRecordedFailsForTheConsumerOfTheQueue() {
    IllegalStateException failure = new IllegalStateException("the ledger is away");
    getMockEndpoint("mock:record")
        .whenAnyExchangeReceived(
            exchange -> {
              throw failure;
            });

    Exchange message = template.send("direct:queue", exchange -> exchange.getMessage().setBody(""));

    assertThat(message.getException()).isSameAs(failure);
  }
}
