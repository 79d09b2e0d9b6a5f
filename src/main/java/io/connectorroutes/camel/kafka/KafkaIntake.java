package io.connectorroutes.camel.kafka;

import io.connectorroutes.intake.Receiver;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.camel.component.kafka.TaskHealthState;

/** What the route of the Kafka topic is made of. */
public final class KafkaIntake {
  private KafkaIntake() {}

  /** Consumes the topic; what fails comes again. */
  public static Component component() {
    KafkaComponent component = new KafkaComponent();
    // Its own check would say that this process is not ready.
    component.setHealthCheckConsumerEnabled(false);
    component.setPollExceptionStrategy(new RetryForever());
    return component;
  }

  /** What that route names, by role. */
  public static Map<String, Object> beans(Receiver receiver) {
    return Map.of("no-headers", new NoHeaders(), "kafka-records", new KafkaRecords(receiver));
  }

  /**
   * What keeps records from coming to the routes of a context; empty where they come.
   *
   * @param brokers as configured
   */
  public static Optional<String> problem(CamelContext context, String brokers) {
    boolean consumed =
        context.getRoutes().stream()
            .map(Route::getConsumer)
            .filter(KafkaConsumer.class::isInstance)
            .flatMap(consumer -> ((KafkaConsumer) consumer).healthStates().stream())
            .allMatch(TaskHealthState::isReady);
    if (consumed) {
      return Optional.empty();
    }
    return Optional.of(
        "kafka.brokers: nothing comes from "
            + brokers
            + "; it is tried again until it does: see to the brokers, kafka.topic and the login");
  }
}
