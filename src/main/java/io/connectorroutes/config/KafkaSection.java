package io.connectorroutes.config;

/**
 * The {@code kafka.*} keys.
 *
 * @param brokers never null
 * @param topic never null
 * @param group never null
 */
public record KafkaSection(String brokers, String topic, String group) {
  /** The section, or null where no brokers are given. */
  static KafkaSection from(Values values) {
    if (!values.has(Keys.KAFKA_BROKERS)) {
      return null;
    }
    return new KafkaSection(
        values.get(Keys.KAFKA_BROKERS), values.get(Keys.KAFKA_TOPIC), values.get(Keys.KAFKA_GROUP));
  }
}
