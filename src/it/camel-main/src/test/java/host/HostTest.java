package host;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;

/** The library in Camel Main: on the class path alone, and turned on by one property. */
class HostTest {
  private static final String CHANGE =
      """
      {"changeId": "%s", "operation": "apiConnector.create", "properties": {
        "displayName": "%s", "targetUrl": "https://api.example/hook",
        "authenticationConfiguration": {"@odata.type": "#microsoft.graph.basicAuthentication",
          "username": "user", "password": "pass-word"}}}
      """;

  private final Main main = new Main(Host.class);
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

  @AfterEach
  void stop() throws IOException {
    main.stop();
    sandbox.close();
    try (Stream<Path> files = Files.walk(Path.of("connector-routes"))) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (NoSuchFileException e) {
      // No ledger was opened.
    }
  }

  private CamelContext start() {
    main.start();
    return main.getCamelContext();
  }

  private void enable(String routes) {
    main.addOverrideProperty("connector-routes.enabled", "true");
    main.addOverrideProperty("connector-routes.graph.cloud", "custom");
    main.addOverrideProperty("connector-routes.graph.endpoint", sandbox.root().toString());
    main.addOverrideProperty("connector-routes.graph.credential", "none");
    main.addOverrideProperty(
        "camel.main.routes-include-pattern",
        "classpath:host/greet.camel.yaml,classpath:host/" + routes);
  }

  private static Object requested(CamelContext context, String uri, Object body) {
    return context.createProducerTemplate().requestBody(uri, body);
  }

  private List<String> creations() {
    return sandbox.journal().stream()
        .filter(entry -> entry.method().equals("POST") && entry.applied())
        .map(entry -> entry.body().path("displayName").asText())
        .toList();
  }

  @Test
  void onTheClassPathAloneItChangesNothing() throws IOException {
    CamelContext context = start();

    assertThat(requested(context, "direct:greet", "you")).isEqualTo("Hello you");
    assertThat(context.getRoutes()).extracting(Route::getId).containsExactly("greet");
    assertThat(context.getComponentNames()).containsExactlyInAnyOrder("direct", "log");
    assertThat(context.getRegistry().lookupByName("connector-routes-instance")).isNull();
    assertLoggingIsTheHosts();
    assertThat(written()).isEmpty();
  }

  @Test
  void aCallIsMadeWithoutALedger() throws IOException {
    enable("call.camel.yaml");
    CamelContext context = start();

    requested(context, "direct:call", CHANGE.formatted("c-1", "called"));

    assertThat(creations()).containsExactly("called");
    assertThat(requested(context, "direct:greet", "you")).isEqualTo("Hello you");
    assertLoggingIsTheHosts();
    assertThat(written()).isEmpty();
  }

  /** All that it writes is in its home. */
  @Test
  void aSubmittedChangeIsAppliedAndItsOutcomeComes() throws IOException {
    enable("submit.camel.yaml");
    CamelContext context = start();

    requested(context, "direct:submit", CHANGE.formatted("c-1", "submitted"));

    String outcome =
        context.createConsumerTemplate().receiveBody("seda:outcomes", 120_000, String.class);
    assertThat(outcome).contains("\"changeId\":\"c-1\"", "\"outcome\":\"applied\"");
    assertThat(creations()).containsExactly("submitted");
    assertThat(requested(context, "direct:greet", "you")).isEqualTo("Hello you");
    assertLoggingIsTheHosts();
    assertThat(written()).containsExactly("connector-routes");
  }

  /** One provider, and it is the one that the host chose. */
  private static void assertLoggingIsTheHosts() {
    assertThat(ServiceLoader.load(SLF4JServiceProvider.class)).hasSize(1);
    assertThat(LoggerFactory.getILoggerFactory().getClass().getName())
        .isEqualTo("org.slf4j.simple.SimpleLoggerFactory");
  }

  /** What stands in the working directory. */
  private static List<String> written() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files.map(Path::toString).toList();
    }
  }
}
