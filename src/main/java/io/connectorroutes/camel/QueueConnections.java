package io.connectorroutes.camel;

import jakarta.jms.ConnectionFactory;
import java.net.URI;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.amqp.AMQPComponent;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;

/** Connects to the user's broker, by the protocol that its URL names. */
public final class QueueConnections {
  /** Few: what one consumer has in hand is kept from the others. */
  private static final int PREFETCH = 10;

  private QueueConnections() {}

  /**
   * A component that consumes from that broker.
   *
   * @param url {@code amqp://} or {@code amqps://} for AMQP 1.0, {@code tcp://} for Artemis' own
   *     protocol
   * @param user null for none
   * @param password null for none
   * @throws IllegalArgumentException for any other scheme
   */
  public static JmsComponent of(URI url, String user, String password) {
    return switch (String.valueOf(url.getScheme())) {
      case "amqp", "amqps" -> new AMQPComponent(amqp(url, user, password));
      case "tcp" -> JmsComponent.jmsComponent(core(url, user, password));
      default ->
          throw new IllegalArgumentException(
              "queue.url begins with amqp://, amqps:// or tcp://, not " + url.getScheme());
    };
  }

  private static ConnectionFactory amqp(URI url, String user, String password) {
    JmsConnectionFactory factory = new AmqpConnectionFactory(url);
    factory.setUsername(user);
    factory.setPassword(password);
    JmsDefaultPrefetchPolicy prefetch = new JmsDefaultPrefetchPolicy();
    prefetch.setAll(PREFETCH);
    factory.setPrefetchPolicy(prefetch);
    return factory;
  }

  private static ConnectionFactory core(URI url, String user, String password) {
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory(url.toString(), user, password);
    factory.setDeserializationAllowList("");
    factory.setDeserializationDenyList("*");
    return factory;
  }
}
