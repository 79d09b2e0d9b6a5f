package io.connectorroutes.camel.queue;

import io.connectorroutes.config.Keys;
import io.connectorroutes.identity.ServiceToken;
import io.connectorroutes.optional.OptionalDependency;
import jakarta.jms.ConnectionFactory;
import java.net.URI;
import java.util.function.Function;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.amqp.AMQPComponent;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.springframework.jms.connection.SingleConnectionFactory;

/**
 * Connects to the user's broker, by the protocol that its URL names. What is sent there shares one
 * connection, which is made when it is needed, and made anew after it broke.
 */
final class QueueConnections implements AutoCloseable {
  private final WatchedConnectionFactory factory;
  private final JmsComponent component;
  private final SingleConnectionFactory sending;

  private QueueConnections(
      ConnectionFactory connections, Function<ConnectionFactory, JmsComponent> components) {
    factory = new WatchedConnectionFactory(connections);
    // Without sessions or producers kept: a broker can end those alone, and nobody would say so.
    sending = new SingleConnectionFactory(factory);
    sending.setReconnectOnException(true);
    component = components.apply(factory);
    component.getConfiguration().setTemplateConnectionFactory(sending);
  }

  /**
   * Connections to that broker; none is made yet.
   *
   * @param url {@code amqp://} or {@code amqps://} for AMQP 1.0, {@code tcp://} for Artemis' own
   *     protocol
   * @param user null for none
   * @param password null for none
   * @throws IllegalArgumentException for any other scheme
   */
  static QueueConnections to(URI url, String user, String password) {
    boolean isAmqp =
        switch (String.valueOf(url.getScheme())) {
          case "amqp", "amqps" -> true;
          case "tcp" -> false;
          default ->
              throw new IllegalArgumentException(
                  "queue.url begins with amqp://, amqps:// or tcp://, not " + url.getScheme());
        };
    return isAmqp
        ? new QueueConnections(amqp(url, user, password), AMQPComponent::new)
        : new QueueConnections(core(url, user, password), JmsComponent::jmsComponent);
  }

  /**
   * Connections to Azure Service Bus by tokens; none is made yet.
   *
   * @param url with the scheme {@code amqps}
   */
  static QueueConnections to(URI url, ServiceToken token) {
    return new QueueConnections(new TokenConnectionFactory(url, token), AMQPComponent::new);
  }

  /** Connections by a factory of the application around; none is made yet. */
  static QueueConnections by(ConnectionFactory given) {
    return new QueueConnections(Unpooled.of(given), JmsComponent::jmsComponent);
  }

  /** Consumes from the broker, and sends to it. */
  JmsComponent component() {
    return component;
  }

  /** What connects. */
  WatchedConnectionFactory factory() {
    return factory;
  }

  /** Ends the connection that is sent on. */
  @Override
  public void close() {
    sending.destroy();
  }

  private static ConnectionFactory amqp(URI url, String user, String password) {
    JmsConnectionFactory factory = new AmqpConnectionFactory(url);
    factory.setUsername(user);
    factory.setPassword(password);
    return factory;
  }

  private static ConnectionFactory core(URI url, String user, String password) {
    OptionalDependency.require(Keys.QUEUE_URL.name(), OptionalDependency.ARTEMIS_CLIENT);
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory(TlsVersions.in(url, "").toString(), user, password);
    factory.setDeserializationAllowList("");
    factory.setDeserializationDenyList("*");
    return factory;
  }
}
