package io.connectorroutes.camel;

import java.util.Properties;

/** The property placeholders of the routes, and Camel's own settings, from our settings. */
final class RouteProperties {
  private RouteProperties() {}

  static Properties of(RoutesSettings settings) {
    Properties properties = new Properties();
    put(properties, "intake.files", String.valueOf(settings.takeFiles()));
    put(
        properties,
        "intake.queue",
        String.valueOf(settings.takeFiles() && settings.queue() != null));
    put(properties, "intake.kafka", String.valueOf(settings.kafka() != null));
    put(properties, "graph.root", settings.graphRoot().toString());
    put(properties, "ledger.keep", String.valueOf(settings.keep().toMillis()));
    put(properties, "delivery.workers", String.valueOf(settings.workers()));
    put(properties, "outcome.forward", String.valueOf(settings.outcomeUri() != null));
    put(
        properties,
        "outcome.uri",
        settings.outcomeUri() == null ? "" : ProducedFiles.neverHalfWritten(settings.outcomeUri()));
    put(
        properties,
        "dead-letter.uri",
        ProducedFiles.forTheOwnerAlone(ProducedFiles.neverHalfWritten(settings.deadLetterUri())));
    put(properties, "inbox.directory", settings.inbox().directory().toString());
    if (settings.queue() != null) {
      put(properties, "queue.name", settings.queue().name());
      put(properties, "queue.consumers", String.valueOf(settings.queue().consumers()));
    }
    if (settings.kafka() != null) {
      put(properties, "kafka.brokers", settings.kafka().brokers());
      put(properties, "kafka.topic", settings.kafka().topic());
      put(properties, "kafka.group", settings.kafka().group());
    }
    properties.putAll(camel(settings.management()));
    return properties;
  }

  private static void put(Properties properties, String name, String value) {
    properties.put("connector-routes." + name, value);
  }

  private static Properties camel(RoutesSettings.Management management) {
    Properties camel = new Properties();
    // Our own table has merged environment and command line; Camel must not put others on top.
    camel.put("camel.component.properties.environment-variable-mode", "0");
    camel.put("camel.component.properties.system-properties-mode", "0");
    camel.put("camel.main.startup-summary-level", "Oneline");
    if (management != null) {
      camel.put("camel.management.enabled", "true");
      camel.put("camel.management.host", management.host());
      camel.put("camel.management.port", String.valueOf(management.port()));
      // With any other path the ones below it are served without authentication (CVE-2026-40022).
      camel.put("camel.management.path", "/");
      camel.put("camel.management.health-check-enabled", "true");
      camel.put("camel.management.metrics-enabled", "true");
      camel.put("camel.health.enabled", "true");
      camel.put("camel.health.exposure-level", "full");
      // In their place are ours.
      camel.put("camel.health.consumers-enabled", "false");
      // Else the inbox is down until its first file is read to the end.
      camel.put("camel.health.initial-state", "UP");
      camel.put("camel.metrics.enabled", "true");
      camel.put("camel.metrics.enable-message-history", "false");
    }
    return camel;
  }
}
