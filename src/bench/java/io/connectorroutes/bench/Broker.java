package io.connectorroutes.bench;

import io.connectorroutes.app.EmbeddedBroker;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Artemis in this process, and a sender of durable messages to our queue. */
final class Broker implements AutoCloseable {
  static final String QUEUE = "connector-changes";

  private final EmbeddedBroker broker;
  private final ActiveMQConnectionFactory factory;
  private final JMSContext context;
  private final JMSProducer producer;
  private final Queue queue;

  private Broker(EmbeddedBroker broker) {
    this.broker = broker;
    this.factory = new ActiveMQConnectionFactory(broker.coreUrl().toString());
    this.context = factory.createContext();
    this.producer = context.createProducer().setDeliveryMode(DeliveryMode.PERSISTENT);
    this.queue = context.createQueue(QUEUE);
  }

  static Broker start(Path data) throws Exception {
    return new Broker(EmbeddedBroker.start(data, 0));
  }

  /** The keys of our configuration that lead to it, by AMQP. */
  Map<String, String> keys() {
    return Map.of("queue.url", amqpUrl());
  }

  /** Where it is spoken to by AMQP. */
  String amqpUrl() {
    return broker.amqpUrl().toString();
  }

  /** How many messages of our queue are not acknowledged. */
  long depth() {
    return broker.depth(QUEUE);
  }

  /** Sends; the broker has it on disk when this returns. */
  void send(String message) {
    producer.send(queue, message);
  }

  /** Sends all of them in one transaction, faster than anybody takes them. */
  void send(List<String> messages) {
    try (JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED)) {
      JMSProducer all = transacted.createProducer();
      messages.forEach(message -> all.send(queue, message));
      transacted.commit();
    }
  }

  @Override
  public void close() {
    context.close();
    factory.close();
    broker.close();
  }
}
