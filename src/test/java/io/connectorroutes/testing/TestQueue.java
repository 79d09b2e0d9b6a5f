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
import java.util.function.Consumer;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;

/** A broker in the test's process, and a sender to its queue by either protocol. */
public final class TestQueue implements AutoCloseable {
  /** The queue. */
  public static final String NAME = "connector-changes";

  /** Where the broker puts what was given back too often. */
  public static final String REFUSED = "broker-dead-letters";

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int MOMENT_MILLIS = 200;

  private final Path data;
  private final Protocol protocol;
  private EmbeddedBroker broker;

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

  private TestQueue(Path data, Protocol protocol) throws Exception {
    this.data = data;
    this.protocol = protocol;
    this.broker = EmbeddedBroker.start(data, FreePort.any());
  }

  /** Starts a broker. */
  public static TestQueue start(Path data, Protocol protocol) throws Exception {
    return new TestQueue(data, protocol);
  }

  /** Starts a broker that is spoken to by AMQP 1.0. */
  public static TestQueue in(Path data) throws Exception {
    return start(data, Protocol.AMQP);
  }

  /** For {@code queue.url}. */
  public URI url() {
    return protocol == Protocol.AMQP ? broker.amqpUrl() : broker.coreUrl();
  }

  /** Stops the broker; its messages stay on disk. */
  public void stop() {
    broker.close();
  }

  /** Starts it again after {@link #stop}, where it was. */
  public void restart() throws Exception {
    broker = EmbeddedBroker.start(data, broker.amqpUrl().getPort());
  }

  /** Sends texts, a message each. */
  public void send(String... texts) {
    try (Connection connection = byProtocol().createConnection();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      MessageProducer producer = session.createProducer(session.createQueue(NAME));
      for (String text : texts) {
        producer.send(session.createTextMessage(text));
      }
    } catch (JMSException e) {
      throw new IllegalStateException("the broker took no message", e);
    }
  }

  /** Sends texts in one transaction, a message each: they are there all at once. */
  public void sendTogether(List<String> texts) throws JMSException {
    try (Connection connection = amqp().createConnection();
        Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
      MessageProducer producer = session.createProducer(session.createQueue(NAME));
      for (String text : texts) {
        producer.send(session.createTextMessage(text));
      }
      session.commit();
    }
  }

  /** Sends whatever message is written, by the protocol that it is read by. */
  public void send(Writer writer) throws JMSException {
    send(byProtocol(), writer);
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

  /**
   * Takes all messages that are there, one by one: what was taken is not lost where the broker
   * fails in between.
   */
  public void drain(String queue, Consumer<String> reader) throws JMSException {
    try (Connection connection = amqp().createConnection();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
      connection.start();
      Message next = consumer.receiveNoWait();
      while (next != null) {
        reader.accept(next.getBody(String.class));
        next = consumer.receiveNoWait();
      }
    }
  }

  private ConnectionFactory byProtocol() {
    return protocol == Protocol.AMQP ? amqp() : new ActiveMQConnectionFactory(url().toString());
  }

  private ConnectionFactory amqp() {
    return new JmsConnectionFactory(broker.amqpUrl() + "?jms.validatePropertyNames=false");
  }

  /** Waits until every message of the queue is acknowledged. */
  public void awaitEmpty() {
    Awaitility.await()
        .alias("the queue is empty")
        .atMost(TIMEOUT)
        .until(() -> depth(NAME), depth -> depth == 0);
  }

  /**
   * Waits until the queue or the broker's dead letters hold a message. While a broker puts back
   * what a killed consumer had, it counts none for some microseconds.
   */
  public void awaitUnacknowledged() {
    Awaitility.await()
        .alias("a message that is not acknowledged")
        .atMost(TIMEOUT)
        .until(() -> depth(NAME) + depth(REFUSED) > 0);
  }

  /** How many messages a queue holds. */
  public long depth(String queue) {
    return broker.depth(queue);
  }

  /** How many messages of the queue are with consumers, not yet acknowledged. */
  public int inDelivery() throws Exception {
    return management().number("queue." + NAME, "deliveringCount");
  }

  /**
   * Lets an address hold that many bytes.
   *
   * @param policy what becomes of senders when it is full, such as BLOCK or FAIL
   */
  public void limit(String address, int bytes, String policy) throws Exception {
    management().limit(address, bytes, policy);
  }

  /** How full a limited address is. */
  public int percentFull(String address) throws Exception {
    return management().number("address." + address, "addressLimitPercent");
  }

  /** Takes the texts that a queue holds now, or within a moment. */
  public List<String> take(String name) throws JMSException {
    List<String> taken = new ArrayList<>();
    try (Connection connection = amqp().createConnection();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      connection.start();
      MessageConsumer consumer = session.createConsumer(session.createQueue(name));
      Message message = consumer.receive(MOMENT_MILLIS);
      while (message != null) {
        taken.add(message.getBody(String.class));
        message = consumer.receive(MOMENT_MILLIS);
      }
    }
    return taken;
  }

  private BrokerManagement management() {
    return new BrokerManagement(broker.coreUrl());
  }

  @Override
  public void close() {
    broker.close();
  }
}
