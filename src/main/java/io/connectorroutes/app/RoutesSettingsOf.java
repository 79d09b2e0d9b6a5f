package io.connectorroutes.app;

import io.connectorroutes.app.config.Configuration;
import io.connectorroutes.app.config.InboxSection;
import io.connectorroutes.app.config.KafkaSection;
import io.connectorroutes.app.config.ManagementSection;
import io.connectorroutes.app.config.QueueSection;
import io.connectorroutes.camel.RoutesMain;
import io.connectorroutes.camel.RoutesSettings;
import io.connectorroutes.camel.ShippedRoutes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the routes need of the configuration. */
final class RoutesSettingsOf {
  /**
   * Calls under way at once. A tenant has one, and one that does not answer holds it until the
   * response time-out: more than a few of those must not hold up the others.
   */
  private static final int WORKERS = 32;

  private static final Duration SHUTDOWN = Duration.ofSeconds(45);

  private RoutesSettingsOf() {}

  static RoutesSettings configuration(
      Configuration configuration, Application.Mode mode, Duration answerWithin) {
    boolean all = mode == Application.Mode.RUN;
    InboxSection inbox = configuration.inbox();
    return new RoutesSettings(
        mode.name().toLowerCase(Locale.ROOT),
        configuration.home(),
        routes(configuration),
        GraphOf.cloud(configuration.graph()).root(),
        new RoutesSettings.Inbox(inbox.directory(), inbox.quiet(), inbox.maxBytes(), inbox.keep()),
        all,
        all || publishesToQueue(configuration) ? queue(configuration.queue()) : null,
        all ? kafka(configuration.kafka()) : null,
        configuration.outcome().uri(),
        configuration.outcome().deadLetterUri(),
        all ? management(configuration.management()) : null,
        WORKERS,
        configuration.ledger().keep(),
        RoutesMain.LEASE,
        answerWithin,
        SHUTDOWN,
        configuration.camel());
  }

  private static List<String> routes(Configuration configuration) {
    List<String> patterns = new ArrayList<>();
    Path directory = configuration.routesDirectory();
    if (directory == null) {
      patterns.addAll(ShippedRoutes.resources());
    } else {
      patterns.add("file:" + directory + "/**/*.camel.yaml");
    }
    if (configuration.homeRoutes() != null) {
      patterns.add("file:" + configuration.homeRoutes() + "/**/*.camel.yaml");
    }
    return List.copyOf(patterns);
  }

  /** Who only publishes there needs the broker as well. */
  private static boolean publishesToQueue(Configuration configuration) {
    return Stream.of(configuration.outcome().uri(), configuration.outcome().deadLetterUri())
        .anyMatch(uri -> uri != null && uri.startsWith("queue:"));
  }

  private static RoutesSettings.Queue queue(QueueSection queue) {
    return queue == null
        ? null
        : new RoutesSettings.Queue(
            queue.url(),
            queue.user(),
            queue.password() == null ? null : queue.password().reveal(),
            queue.name(),
            queue.consumers());
  }

  private static RoutesSettings.Kafka kafka(KafkaSection kafka) {
    return kafka == null
        ? null
        : new RoutesSettings.Kafka(kafka.brokers(), kafka.topic(), kafka.group());
  }

  private static RoutesSettings.Management management(ManagementSection management) {
    return management.port() == 0
        ? null
        : new RoutesSettings.Management(management.host(), management.port());
  }
}
