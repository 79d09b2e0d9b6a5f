package io.connectorroutes.camel;

import java.util.Properties;

/** The property placeholders of the routes, and Camel's own settings, from our settings. */
final class RouteProperties {
  private RouteProperties() {}

  static Properties of(RoutesSettings settings) {
    Properties properties = new Properties();
    properties.put("intake.files", String.valueOf(settings.takeFiles()));
    properties.put(
        "intake.queue", String.valueOf(settings.takeFiles() && settings.queue() != null));
    properties.put("intake.kafka", String.valueOf(settings.kafka() != null));
    properties.put("graph.root", settings.graphRoot().toString());
    properties.put("ledger.keep", String.valueOf(settings.keep().toMillis()));
    properties.put("delivery.workers", String.valueOf(settings.workers()));
    properties.put("outcome.forward", String.valueOf(settings.outcomeUri() != null));
    properties.put(
        "outcome.uri",
        settings.outcomeUri() == null ? "" : ProducedFiles.neverHalfWritten(settings.outcomeUri()));
    properties.put(
        "dead-letter.uri",
        ProducedFiles.forTheOwnerAlone(ProducedFiles.neverHalfWritten(settings.deadLetterUri())));
    properties.put("inbox.directory", settings.inbox().directory().toString());
    if (settings.queue() != null) {
      properties.put("queue.name", settings.queue().name());
      properties.put("queue.consumers", String.valueOf(settings.queue().consumers()));
    }
    if (settings.kafka() != null) {
      properties.put("kafka.brokers", settings.kafka().brokers());
      properties.put("kafka.topic", settings.kafka().topic());
      properties.put("kafka.group", settings.kafka().group());
    }
    properties.putAll(camel(settings.management()));
    return properties;
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
