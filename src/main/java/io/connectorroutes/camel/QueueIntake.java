package io.connectorroutes.camel;

import io.connectorroutes.config.QueueSection;
import io.connectorroutes.config.Secret;
import io.connectorroutes.intake.Receiver;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;

/** What the route of the queue is made of: the connections to the user's broker, and its beans. */
final class QueueIntake implements AutoCloseable {
  private final URI url;
  private final QueueConnections connections;

  /** Connects to nothing yet. */
  QueueIntake(QueueSection queue) {
    url = queue.url();
    connections = new QueueConnections(url, queue.user(), Secret.revealOrNull(queue.password()));
  }

  /** Consumes from the broker, and sends to it. */
  Component component() {
    return connections.component();
  }

  /** What that route names, by role. */
  Map<String, Object> beans(Receiver receiver) {
    return Map.of(
        "queue-headers", new QueueHeaders(),
        "text-and-bytes", new TextAndBytes(),
        "queue-messages", new QueueMessages(receiver));
  }

  /** What keeps messages from coming to the routes of a context; empty where they come. */
  Optional<String> problem(CamelContext context) {
    return new BrokerHealth(context).ofQueue(url, connections.factory());
  }

  /** Ends the connection that is sent on. */
  @Override
  public void close() {
    connections.close();
  }
}
