package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Creations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptSendToEndpoint;
import org.apache.camel.support.DefaultEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes in a context that is not the program's. */
class CompositionRootTest {
  @TempDir Path home;
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  private Configuration configuration() {
    return new ConfigurationReader(null, Map.of(), Externals::keyVault)
        .of(
            home,
            Map.of(
                "graph.cloud", "custom",
                "graph.endpoint", sandbox.root().toString(),
                "graph.credential", "none",
                "inbox.directory", "inbox",
                "inbox.quiet", "0"),
            "the application");
  }

  @Test
  void aFileIsDeliveredInAnyCamelContext() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      addRoutes(context);
      context.start();
      Files.createDirectories(home.resolve("inbox"));
      Path part = Files.writeString(home.resolve("inbox/one.part"), Creations.text(0));
      Files.move(part, home.resolve("inbox/one.jsonl"));

      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.exists(home.resolve("results/one.jsonl/manifest.json")));
      assertThat(sandbox.journal()).anyMatch(entry -> entry.method().equals("POST"));
      assertThat(context.getRoutes())
          .extracting(Route::getId)
          .allMatch(CompositionRootTest::isOurs);
      context.stop();
    }
  }

  @Test
  void whatIsTheApplicationsStaysAsItIs() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      HttpComponent theirs = new HttpComponent();
      context.addComponent("http", theirs);
      context.addRoutes(swallowing());
      addRoutes(context);
      context.start();

      assertThat(context.getComponent("http")).isSameAs(theirs);
      assertThat(context.getRouteDefinitions())
          .isNotEmpty()
          .allSatisfy(CompositionRootTest::hasOurConfigurationAlone);
      assertThat(context.getEndpoints()).noneMatch(endpoint -> componentOf(endpoint) == theirs);
      context.stop();
    }
  }

  private static Component componentOf(Endpoint endpoint) {
    return endpoint instanceof InterceptSendToEndpoint ours
        ? componentOf(ours.getOriginalEndpoint())
        : ((DefaultEndpoint) endpoint).getComponent();
  }

  private void addRoutes(DefaultCamelContext context) throws Exception {
    EmbeddedRoutes.bindTo(context, configuration(), Mode.RUN, Externals.standard());
    context.addRoutes(
        context.getRegistry().lookupByNameAndType("connector-routes-routes", RoutesBuilder.class));
  }

  /** Without a name it is for every route that names no other one. */
  private static RouteConfigurationBuilder swallowing() {
    return new RouteConfigurationBuilder() {
      @Override
      public void configuration() {
        routeConfiguration().onException(Exception.class).handled(true);
      }
    };
  }

  private static void hasOurConfigurationAlone(RouteDefinition route) {
    assertThat(List.copyOf(route.getAppliedRouteConfigurationIds()))
        .as(route.getId())
        .singleElement()
        .asString()
        .matches(CompositionRootTest::isOurs);
  }

  private static boolean isOurs(String id) {
    return id.startsWith("connector-routes-");
  }
}
