package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.ForkedBroker;
import io.connectorroutes.testing.HostApplication;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TroubledLedger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.main.MainConfigurationProperties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an application does to its context and routes, and what becomes of ours among them. */
class HostileHostTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int MESSAGES = 20;

  @TempDir Path folder;
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger camel = (Logger) LoggerFactory.getLogger("org.apache.camel");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    camel.setLevel(Level.INFO);
    logged.start();
    log.addAppender(logged);
  }

  @AfterEach
  void stop() {
    log.detachAppender(logged);
    camel.setLevel(null);
    sandbox.close();
  }

  @Test
  void nothingIsLostSwallowedOrLoggedWhereTheBrokerGoesWhileMessagesAreRecorded() throws Exception {
    HttpComponent theirs = new HttpComponent();
    SedaComponent queues = new SedaComponent();
    TroubledLedger trouble = new TroubledLedger();
    try (ForkedBroker broker = ForkedBroker.start(folder.resolve("broker"));
        HostApplication host = new HostApplication()) {
      trouble.after(5, broker::kill);
      broker.send(TestQueue.NAME, Creations.texts(MESSAGES));
      host.bind("http", theirs)
          .bind("queue", queues)
          .bind("swallowing", new Swallowing())
          .routes(ownRoute())
          .configure(HostileHostTest::watchEverything)
          .prepare(context -> embed(context, broker.url(), trouble))
          .start();
      assertThat(trouble.happened()).as(trouble::toString).succeedsWithin(TIMEOUT);
      broker.start();
      broker.send(TestQueue.NAME, Creations.text(MESSAGES));

      Awaitility.await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(broker.depth(TestQueue.NAME)).isZero());
      Awaitility.await().atMost(TIMEOUT).until(() -> writes().size() >= MESSAGES + 1);
      assertThat(host.context().getComponent("http")).isSameAs(theirs);
      assertThat(host.context().getComponent("queue")).isSameAs(queues);
      Awaitility.await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(broker.depth("told")).isGreaterThan(MESSAGES));
      assertThat(host.context().getEndpoint("mock:sent", MockEndpoint.class).getExchanges())
          .as("the application's own message alone")
          .singleElement()
          .satisfies(e -> assertThat(e.getMessage().getBody()).isEqualTo("theirs"));
    }
    assertThat(writes()).hasSize(MESSAGES + 1);
    assertThat(logged.list).anyMatch(event -> event.getFormattedMessage().contains("step: theirs"));
    assertThat(logged.list)
        .filteredOn(event -> event.getLoggerName().equals("org.apache.camel.Tracing"))
        .isNotEmpty()
        .noneMatch(event -> event.getFormattedMessage().contains("connector-ro"));
    assertThat(logged.list)
        .extracting(HostileHostTest::text)
        .noneMatch(text -> text.contains(Requests.CANARY));
  }

  private static String text(ILoggingEvent event) {
    String message = event.getFormattedMessage() + event.getMDCPropertyMap();
    return event.getThrowableProxy() == null
        ? message
        : message + ThrowableProxyUtil.asString(event.getThrowableProxy());
  }

  private void embed(CamelContext context, URI broker, TroubledLedger trouble) {
    Configuration configuration =
        new ConfigurationReader(null, Map.of(), Externals::keyVault)
            .of(
                folder.resolve("home"),
                Map.of(
                    "graph.cloud",
                    "custom",
                    "graph.endpoint",
                    sandbox.root().toString(),
                    "graph.credential",
                    "none",
                    "queue.url",
                    broker.toString(),
                    // Of that broker, whatever the application calls so.
                    "outcome.uri",
                    "queue:told"),
                "the application");
    EmbeddedRoutes.bindTo(
        context, configuration, Mode.RUN, Externals.standard().withAroundLedger(trouble::around));
  }

  private List<JournalEntry> writes() {
    return sandbox.journal().stream()
        .filter(JournalEntry::applied)
        .filter(entry -> entry.path().endsWith("/apiConnectors"))
        .toList();
  }

  private static void watchEverything(MainConfigurationProperties camel) {
    camel.setTracing(true);
    camel.setMessageHistory(true);
    camel.setUseMdcLogging(true);
    camel.setLogExhaustedMessageBody(true);
    camel.setExchangeFactory("pooled");
    camel.setStreamCachingSpoolEnabled(true);
    camel.setStreamCachingSpoolThreshold(1);
  }

  private static RouteBuilder ownRoute() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("timer:theirs?repeatCount=1").setBody(constant("theirs")).to("log:theirs");
      }
    };
  }

  /** For every route that names no configuration. */
  private static final class Swallowing extends RouteConfigurationBuilder {
    private static final String LOG = "org.apache.camel.intercepted";

    @Override
    public void configuration() {
      routeConfiguration().onException(Exception.class).handled(true);
      routeConfiguration().interceptFrom("*").log(LoggingLevel.INFO, LOG, "from: ${body}");
      routeConfiguration().intercept().log(LoggingLevel.INFO, LOG, "step: ${body}");
      routeConfiguration()
          .interceptSendToEndpoint("*")
          .skipSendToOriginalEndpoint()
          .to("mock:sent");
    }
  }
}
