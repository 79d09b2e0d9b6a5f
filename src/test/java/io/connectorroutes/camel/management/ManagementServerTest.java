package io.connectorroutes.camel.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.camel.ReportedHealthCheck;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.HostApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server of {@code management.port} in another application. */
class ManagementServerTest {
  private static final String PORT = "connector-routes.management.port";

  @TempDir Path folder;
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port = FreePort.any();
  private final AtomicReference<String> problem = new AtomicReference<>();

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  private HostApplication application() {
    return HostApplication.with(folder.resolve("connector-routes"), sandbox)
        .bind("theirs", new ReportedHealthCheck("x", () -> Optional.ofNullable(problem.get())));
  }

  @Test
  void theChecksAreServedUntilTheApplicationStops() throws Exception {
    try (HostApplication host = application().set(PORT, "" + port).start()) {
      assertThat(host.context().hasService(ManagementServer.class)).isNotNull();
      host.embedded().ledgerRoot();
      HttpResponse<String> well = get("/observe/health?exposureLevel=full");
      assertThat(well.statusCode()).isEqualTo(200);
      assertThat(well.body()).contains("connector-routes-results", "connector-routes-x", "UP");

      problem.set("the disk is full");
      HttpResponse<String> ill = get("/observe/health");
      assertThat(ill.statusCode()).isEqualTo(503);
      assertThat(ill.body()).contains("the disk is full");
      assertThat(get("/observe/health/ready").statusCode()).isEqualTo(200);
    }
    assertThatIOException().isThrownBy(() -> get("/observe/health"));
  }

  @Test
  void nothingElseIsServedAndTheApplicationsContextIsAsItWas() throws Exception {
    RouteBuilder own =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:theirs").to("log:theirs");
          }
        };
    try (HostApplication host = application().routes(own).set(PORT, "" + port).start()) {
      for (String path :
          new String[] {
            "/",
            "/observe",
            "/observe/info",
            "/observe/metrics",
            "/q/dev",
            "/q/health",
            "/q/send",
            "/q/upload/x",
            "/q/download",
            "/q/jolokia",
            "/observe/dev",
            "/observe/jolokia",
            "/theirs"
          }) {
        assertThat(get(path).statusCode()).as(path).isEqualTo(404);
      }
      assertThat(host.context().hasComponent("platform-http")).isNull();
      assertThat(host.context().hasService(ManagementHttpServer.class)).isNull();
      assertThat(host.context().getRegistry().findByType(VertxPlatformHttpRouter.class)).isEmpty();
      assertThat(HealthCheckRegistry.get(host.context()).getCamelContext())
          .isSameAs(host.context());
    }
  }

  @Test
  void aContextThatAnApplicationMakesItselfHasItToo() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Properties properties = new Properties();
      properties.putAll(
          Map.of(
              "connector-routes.enabled",
              "true",
              "connector-routes.home",
              folder.resolve("connector-routes").toString(),
              "connector-routes.graph.cloud",
              "custom",
              "connector-routes.graph.endpoint",
              sandbox.root().toString(),
              "connector-routes.graph.credential",
              "none",
              PORT,
              "" + port));
      context.getPropertiesComponent().setInitialProperties(properties);
      context.init();
      Collection<CamelContextCustomizer> customizers =
          context.getRegistry().findByType(CamelContextCustomizer.class);
      customizers.forEach(customizer -> customizer.configure(context));
      context.addRoutes(
          context
              .getRegistry()
              .lookupByNameAndType("connector-routes-routes", RoutesBuilder.class));
      context.start();
      assertThat(get("/observe/health").statusCode()).isEqualTo(200);
    }
    assertThatIOException().isThrownBy(() -> get("/observe/health"));
  }

  @Test
  void zeroIsOff() {
    try (HostApplication host = application().set(PORT, "0").start()) {
      assertThat(host.embedded()).isNotNull();
      assertThat(host.context().hasService(ManagementServer.class)).isNull();
    }
  }

  @Test
  void aPortThatIsTakenEndsTheStartWithALine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertRefused(
          Map.of(PORT, "" + taken.getLocalPort()),
          "connector-routes: management.port: "
              + taken.getLocalPort()
              + " cannot be listened on at 127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no.such.host.invalid", "192.0.2.1"})
  void aHostOfNoneOfThisMachinesEndsTheStartWithALine(String host) {
    assertRefused(
        Map.of(PORT, "" + port, "connector-routes.management.host", host),
        "connector-routes: management.host: " + host + " is no address of this machine");
  }

  private void assertRefused(Map<String, String> settings, String line) {
    try (HostApplication host = application()) {
      settings.forEach(host::set);
      assertThatThrownBy(host::start)
          .satisfies(
              e -> {
                Throwable refusal = e instanceof RuntimeCamelException ? e.getCause() : e;
                assertThat(refusal).isInstanceOf(UsageException.class).hasMessageStartingWith(line);
                assertThat(refusal.getMessage()).hasLineCount(1);
              });
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
