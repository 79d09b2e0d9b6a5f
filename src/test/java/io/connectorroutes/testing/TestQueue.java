package io.connectorroutes.testing;

import io.connectorroutes.app.EmbeddedBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;

/** A broker in the test's process, and a sender to its queue by either protocol. */
public final class TestQueue implements AutoCloseable {
  /** The queue. */
  public static final String NAME = "connector-changes";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EmbeddedBroker broker;
  private final Protocol protocol;

  /** What a broker is spoken to by. */
  public enum Protocol {
    /** AMQP 1.0, by Qpid JMS. */
    AMQP,
    /** Artemis' own. */
    CORE
  }

  /** Makes a message of a session. */
  @FunctionalInterface
  public interface Writer {
    /** The message to send. */
    Message write(Session session) throws JMSException;
  }

  private TestQueue(EmbeddedBroker broker, Protocol protocol) {
    this.broker = broker;
    this.protocol = protocol;
  }

  /** Starts a broker. */
  public static TestQueue start(Path data, Protocol protocol) throws Exception {
    return new TestQueue(EmbeddedBroker.start(data, 0), protocol);
  }

  /** Starts a broker that is spoken to by AMQP 1.0. */
  public static TestQueue in(Path data) throws Exception {
    return start(data, Protocol.AMQP);
  }

  /** For {@code queue.url}. */
  public URI url() {
    return protocol == Protocol.AMQP ? broker.amqpUrl() : broker.coreUrl();
  }

  /** Sends texts, a message each. */
  public void send(String... texts) {
    for (String text : texts) {
      try {
        send(session -> session.createTextMessage(text));
      } catch (JMSException e) {
        throw new IllegalStateException("the broker took no message", e);
      }
    }
  }

  /** Sends whatever message is written, by the protocol that it is read by. */
  public void send(Writer writer) throws JMSException {
    send(
        protocol == Protocol.AMQP ? amqp() : new ActiveMQConnectionFactory(url().toString()),
        writer);
  }

  /** Sends by AMQP 1.0, whose client lets property names through that JMS would refuse. */
  public void sendByAmqp(Writer writer) throws JMSException {
    send(amqp(), writer);
  }

  private static void send(ConnectionFactory factory, Writer writer) throws JMSException {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      MessageProducer producer = session.createProducer(session.createQueue(NAME));
      producer.send(writer.write(session));
    }
  }

  /** Takes the messages that a queue gives out, which have to be texts, until none comes. */
  public List<String> drain(String queue) throws JMSException {
    try (Connection connection = amqp().createConnection();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
      connection.start();
      List<String> texts = new ArrayList<>();
      Message next = consumer.receiveNoWait();
      while (next != null) {
        texts.add(next.getBody(String.class));
        next = consumer.receiveNoWait();
      }
      return texts;
    }
  }

  private ConnectionFactory amqp() {
    return new JmsConnectionFactory(broker.amqpUrl() + "?jms.validatePropertyNames=false");
  }

  /** Waits until every message of the queue is acknowledged. */
  public void awaitEmpty() {
    Awaitility.await()
        .alias("the queue is empty")
        .atMost(PATIENCE)
        .until(() -> depth(NAME), depth -> depth == 0);
  }

  /** How many messages a queue holds. */
  public long depth(String queue) {
    return broker.depth(queue);
  }

  @Override
  public void close() {
    broker.close();
  }
}
