package io.connectorroutes.camel;

import io.connectorroutes.config.KafkaSection;
import io.connectorroutes.intake.Receiver;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.kafka.KafkaComponent;

/** What the route of the Kafka topic is made of. */
final class KafkaIntake {
  private KafkaIntake() {}

  /** Consumes the topic; what fails comes again. */
  static Component component() {
    KafkaComponent component = new KafkaComponent();
    // Its own check would say that this process is not ready.
    component.setHealthCheckConsumerEnabled(false);
    component.setPollExceptionStrategy(new RetryForever());
    return component;
  }

  /** What that route names, by role. */
  static Map<String, Object> beans(Receiver receiver) {
    return Map.of("no-headers", new NoHeaders(), "kafka-records", new KafkaRecords(receiver));
  }

  /** What keeps records from coming to the routes of a context; empty where they come. */
  static Optional<String> problem(CamelContext context, KafkaSection kafka) {
    return new BrokerHealth(context).ofKafka(kafka.brokers());
  }
}
