package io.connectorroutes.camel;

import io.connectorroutes.config.Configuration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.spi.PropertiesSource;

/** The property placeholders of the routes, {@code connector-routes.…}. */
final class Placeholders implements PropertiesSource {
  private static final String PREFIX = "connector-routes.";

  private final Map<String, String> values = new HashMap<>();

  Placeholders(Configuration configuration, Mode mode) {
    boolean intake = mode.takesWhatComes();
    put("intake.files", intake);
    put("intake.queue", intake && configuration.queue() != null);
    put("intake.kafka", intake && configuration.kafka() != null);
    put("graph.root", CompositionRoot.PREFIX + configuration.graph().settings().cloud().root());
    put("ledger.keep", configuration.ledger().keep().toMillis());
    put("delivery.workers", CompositionRoot.WORKERS);
    String outcomes = configuration.outcome().uri();
    put("outcome.forward", outcomes != null);
    put("outcome.uri", outcomes == null ? "" : ProducedFiles.neverHalfWritten(outcomes));
    put(
        "dead-letter.uri",
        ProducedFiles.forTheOwnerAlone(
            ProducedFiles.neverHalfWritten(configuration.outcome().deadLetterUri())));
    put("inbox.directory", configuration.inbox().directory());
    if (configuration.queue() != null) {
      put("queue.name", configuration.queue().name());
      put("queue.consumers", configuration.queue().consumers());
    }
    if (configuration.kafka() != null) {
      put("kafka.brokers", configuration.kafka().brokers());
      put("kafka.topic", configuration.kafka().topic());
      put("kafka.group", configuration.kafka().group());
    }
  }

  private void put(String name, Object value) {
    values.put(PREFIX + name, value.toString());
  }

  @Override
  public String getName() {
    return "connector-routes";
  }

  /** Null where it is none of ours. */
  @Override
  public String getProperty(String name) {
    return values.get(name);
  }
}
