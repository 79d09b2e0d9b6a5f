package io.connectorroutes.testing;

import io.connectorroutes.app.EmbeddedBroker;
import io.connectorroutes.camel.QueueConnections;
import jakarta.jms.JMSContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A broker of the test's own, and a sender to the default queue by AMQP 1.0. */
public final class TestQueue implements AutoCloseable {
  private static final String NAME = "connector-changes";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EmbeddedBroker broker;

  private TestQueue(EmbeddedBroker broker) {
    this.broker = broker;
  }

  /** Starts a broker that keeps its messages in a folder. */
  public static TestQueue in(Path data) throws Exception {
    return new TestQueue(EmbeddedBroker.start(data, 0));
  }

  /** For {@code queue.url}. */
  public URI url() {
    return broker.amqpUrl();
  }

  /** Sends text messages. */
  public void send(String... texts) {
    try (JMSContext context = QueueConnections.of(broker.amqpUrl(), null, null).createContext()) {
      for (String text : texts) {
        context.createProducer().send(context.createQueue(NAME), text);
      }
    }
  }

  /** Waits until every message was taken and acknowledged. */
  public void awaitEmpty() {
    Awaitility.await().alias("empty queue").atMost(PATIENCE).until(() -> broker.depth(NAME) == 0);
  }

  @Override
  public void close() {
    broker.close();
  }
}
