package io.connectorroutes.camel;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Key;
import io.connectorroutes.config.Keys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.PropertiesSource;

/** The property placeholders of the routes, {@code connector-routes.…}. */
final class Placeholders implements PropertiesSource {
  private static final String PREFIX = "connector-routes.";

  /** The keys that routes use as they are. */
  private static final List<Key<?>> AS_GIVEN =
      List.of(
          Keys.QUEUE_NAME,
          Keys.QUEUE_CONSUMERS,
          Keys.KAFKA_BROKERS,
          Keys.KAFKA_TOPIC,
          Keys.KAFKA_GROUP);

  private final Map<String, String> values = new HashMap<>();

  Placeholders(Configuration configuration, Mode mode) {
    boolean intake = mode.takesWhatComes();
    Path inbox = configuration.path(Keys.INBOX_DIRECTORY);
    put("intake.files", intake && inbox != null);
    put("intake.queue", intake && configuration.hasQueue());
    put("intake.kafka", intake && configuration.has(Keys.KAFKA_BROKERS));
    put("delivery.enabled", configuration.get(Keys.DELIVERY_ENABLED));
    put("ledger.prune", intake);
    put("graph.root", Bindings.PREFIX + configuration.graph().settings().cloud().root());
    put("ledger.keep", configuration.get(Keys.LEDGER_KEEP).toMillis());
    put("delivery.workers", CompositionRoot.WORKERS);
    String outcomes = PublishingEndpoints.ofOutcomes(configuration);
    put("outcome.forward", outcomes != null);
    put("outcome.uri", outcomes == null ? "" : outcomes);
    put("dead-letter.uri", PublishingEndpoints.ofDeadLetters(configuration));
    put("inbox.directory", inbox == null ? "" : inbox);
    for (Key<?> key : AS_GIVEN) {
      if (configuration.get(key) != null) {
        put(key.name(), configuration.get(key));
      }
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
