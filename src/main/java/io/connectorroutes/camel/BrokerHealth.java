package io.connectorroutes.camel;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.camel.component.kafka.TaskHealthState;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** Whether the brokers that are consumed from are there. */
final class BrokerHealth {
  private final CamelContext context;

  BrokerHealth(CamelContext context) {
    this.context = context;
  }

  /**
   * What keeps messages from coming.
   *
   * @param url of the broker
   */
  Optional<String> ofQueue(URI url, WatchedConnectionFactory connections) {
    boolean consumed =
        of(JmsConsumer.class).stream()
            .filter(consumer -> consumer.getEndpoint().getEndpointUri().startsWith("queue:"))
            .allMatch(BrokerHealth::isRegistered);
    if (consumed) {
      return Optional.empty();
    }
    return Optional.of(
        "queue.url: nothing comes from the broker at "
            + url.getHost()
            + (url.getPort() < 0 ? "" : ":" + url.getPort())
            + connections.failure().map(failure -> ": " + failure).orElse("")
            + "; it is tried again until it does: see to the broker, queue.user and queue.name");
  }

  /**
   * What keeps records from coming.
   *
   * @param brokers as configured
   */
  Optional<String> ofKafka(String brokers) {
    boolean consumed =
        of(KafkaConsumer.class).stream()
            .flatMap(consumer -> consumer.healthStates().stream())
            .allMatch(TaskHealthState::isReady);
    if (consumed) {
      return Optional.empty();
    }
    return Optional.of(
        "kafka.brokers: nothing comes from "
            + brokers
            + "; it is tried again until it does: see to the brokers, kafka.topic and the login");
  }

  private <T extends Consumer> List<T> of(Class<T> type) {
    return context.getRoutes().stream()
        .map(Route::getConsumer)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static boolean isRegistered(JmsConsumer consumer) {
    if (!consumer.isStarted()) {
      // Asked for its listener while it starts it would make a second one.
      return false;
    }
    try {
      return consumer.getListenerContainer() instanceof DefaultMessageListenerContainer container
          && container.isRegisteredWithDestination();
    } catch (Exception e) {
      // It has no listener, and one cannot be made: so nothing comes.
      return false;
    }
  }
}
