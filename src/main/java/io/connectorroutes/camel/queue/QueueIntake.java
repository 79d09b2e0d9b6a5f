package io.connectorroutes.camel.queue;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.Secret;
import io.connectorroutes.identity.ServiceToken;
import io.connectorroutes.intake.Receiver;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsConsumer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** What the route of the queue is made of: the connections to the user's broker, and its beans. */
public final class QueueIntake implements AutoCloseable {
  private final String broker;
  private final QueueConnections connections;

  private QueueIntake(String broker, QueueConnections connections) {
    this.broker = broker;
    this.connections = connections;
  }

  /** From the broker of {@code queue.url}; connects to nothing yet. */
  public static QueueIntake of(Configuration configuration) {
    URI url = configuration.get(Keys.QUEUE_URL);
    return new QueueIntake(
        broker(url),
        QueueConnections.to(
            url,
            configuration.get(Keys.QUEUE_USER),
            Secret.revealOrNull(configuration.secret(Keys.QUEUE_PASSWORD))));
  }

  /** The same by tokens. */
  public static QueueIntake of(Configuration configuration, ServiceToken token) {
    URI url = configuration.get(Keys.QUEUE_URL);
    return new QueueIntake(broker(url), QueueConnections.to(url, token));
  }

  private static String broker(URI url) {
    return "queue.url: nothing comes from the broker at "
        + url.getHost()
        + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  /**
   * By a factory of the application around, which stays open; connects to nothing yet.
   *
   * @param given where it keeps connections or sessions, what is behind it is used
   */
  public static QueueIntake of(ConnectionFactory given) {
    return new QueueIntake(
        Keys.CONNECTION_FACTORY.name() + ": nothing comes from its broker",
        QueueConnections.by(given));
  }

  /** Consumes from the broker, and sends to it. */
  public Component component() {
    return connections.component();
  }

  /** What that route names, by role. */
  public Map<String, Object> beans(Receiver receiver) {
    return Map.of(
        "queue-headers", new QueueHeaders(),
        "text-and-bytes", new TextAndBytes(),
        "queue-messages", new QueueMessages(receiver));
  }

  /** What keeps messages from coming to the routes of a context; empty where they come. */
  public Optional<String> problem(CamelContext context) {
    boolean consumed =
        context.getRoutes().stream()
            .map(Route::getConsumer)
            .filter(JmsConsumer.class::isInstance)
            .map(JmsConsumer.class::cast)
            .filter(consumer -> consumer.getEndpoint().getComponent() == connections.component())
            .allMatch(QueueIntake::isRegistered);
    if (consumed) {
      return Optional.empty();
    }
    return Optional.of(
        broker
            + connections.factory().failure().map(failure -> ": " + failure).orElse("")
            + "; it is tried again until it does: see to the broker, the login and queue.name");
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

  /**
   * Connects, logs in, and leaves.
   *
   * @return why that does not work; empty where it does
   */
  public Optional<String> tried() {
    try (Connection connection = connections.factory().createConnection()) {
      connection.createSession(false, Session.AUTO_ACKNOWLEDGE).close();
      return Optional.empty();
    } catch (JMSException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Ends the connection that is sent on. */
  @Override
  public void close() {
    connections.close();
  }
}
