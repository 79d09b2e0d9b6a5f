package io.connectorroutes.app;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.config.Keys;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.ProducerTemplate;

/**
 * Shows the whole way: the shipped samples go through files and a queue to the sandbox, and what
 * came of them is held against what must come of them.
 */
final class Demo {
  private static final Duration TIMEOUT = Duration.ofSeconds(45);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(50);

  private final ConfigurationReader configurations;
  private final Terminal terminal;

  Demo(ConfigurationReader configurations, Terminal terminal) {
    this.configurations = configurations;
    this.terminal = terminal;
  }

  int run(Path givenHome, List<String> properties, boolean json) throws Exception {
    Path distribution = configurations.distribution();
    Path samples = distribution == null ? null : distribution.resolve("samples");
    try (DemoHome home = new DemoHome(samples, givenHome)) {
      home.prepare();
      return run(home, properties, json);
    }
  }

  private int run(DemoHome home, List<String> properties, boolean json) throws Exception {
    DemoExpectation expectation = DemoExpectation.read(home.expected());
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        EmbeddedBroker broker = EmbeddedBroker.start(home.folder().resolve("broker"), 0)) {
      Configuration configuration = configuration(home, sandbox, broker, properties);
      try (Application application = Application.start(configuration, Mode.RUN)) {
        send(home, application, configuration.get(Keys.QUEUE_NAME));
        await(application.ledger().reports(), expectation.size());
        DemoReport report = new DemoReport(expectation, application, sandbox, home.folder());
        home.keep();
        report.print(terminal, json);
        return report.isAsExpected() ? ExitStatus.OK : ExitStatus.SOME_CHANGES_FAILED;
      }
    }
  }

  private Configuration configuration(
      DemoHome home, Sandbox sandbox, EmbeddedBroker broker, List<String> properties) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "graph.cloud=custom",
                "graph.endpoint=" + sandbox.root(),
                "graph.credential=none",
                "queue.url=" + broker.amqpUrl(),
                "secrets.allow=file:demo.*",
                "management.port=0"));
    all.addAll(properties);
    return configurations.read(home.folder(), all);
  }

  private static void send(DemoHome home, Application application, String queue)
      throws IOException {
    home.dropSamples();
    try (ProducerTemplate template = application.context().createProducerTemplate()) {
      for (Path message : home.messages()) {
        template.sendBody(
            "connector-routes-queue:" + queue, Files.readString(message, StandardCharsets.UTF_8));
      }
    }
  }

  /**
   * Waits until there are as many outcomes as there must be, published and with their result files.
   */
  private static void await(Reports reports, int outcomes) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!isDone(reports, outcomes) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK);
    }
  }

  private static boolean isDone(Reports reports, int outcomes) {
    return reports.openChanges() == 0
        && DemoReport.outcomes(reports).size() >= outcomes
        && DemoReport.resultsAreWritten(reports);
  }
}
