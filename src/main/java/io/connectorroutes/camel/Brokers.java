package io.connectorroutes.camel;

import io.connectorroutes.camel.kafka.KafkaIntake;
import io.connectorroutes.camel.queue.QueueIntake;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.optional.OptionalDependency;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;

/** Reaches the configured broker and topic where nothing is taken in: to try them, or to send. */
public final class Brokers implements AutoCloseable {
  private static final String KAFKA = Bindings.PREFIX + "kafka";
  private static final String QUEUE = Bindings.PREFIX + "queue";

  private final CamelContext context;
  private final Configuration configuration;
  private final MessageSources sources;

  /** Null until it is asked for. */
  private QueueIntake queue;

  /** Null until something is sent. */
  private ProducerTemplate template;

  Brokers(CamelContext context, Configuration configuration, CallRoot call) {
    this.context = context;
    this.configuration = configuration;
    this.sources = new MessageSources(configuration, call.identity(), HostBeans.NONE);
  }

  /**
   * Connects to the broker of {@code queue.url}, logs in, and leaves.
   *
   * @return why that does not work; empty where it does
   * @throws io.connectorroutes.config.UsageException where a secret of it cannot be had
   */
  public Optional<String> queueProblem() {
    return broker().tried();
  }

  /**
   * Asks the brokers of {@code kafka.brokers} for the topic.
   *
   * @param within how long they may take
   * @return why that does not work; empty where it does
   * @throws io.connectorroutes.config.UsageException where an option of the component is wrong
   */
  public Optional<String> kafkaProblem(Duration within) {
    return KafkaIntake.tried(topic(), configuration.get(Keys.KAFKA_BROKERS), within);
  }

  /** Sends a message to the queue {@code queue.name}; when this returns, the broker has it. */
  public void sendToQueue(String body) {
    template().sendBody(queue(), body);
  }

  /**
   * Sends a record to the topic {@code kafka.topic}; when this returns, the brokers have it.
   *
   * @param key records of one key keep their order; null for none
   */
  public void sendToTopic(String body, String key) {
    template().sendBodyAndHeaders(topic(), body, KafkaIntake.headersOf(key));
  }

  private Endpoint queue() {
    if (context.hasComponent(QUEUE) == null) {
      context.addComponent(QUEUE, broker().component());
    }
    return context.getEndpoint(QUEUE + ":" + configuration.get(Keys.QUEUE_NAME));
  }

  private Endpoint topic() {
    OptionalDependency.require(Keys.KAFKA_BROKERS.name(), OptionalDependency.CAMEL_KAFKA);
    if (context.hasComponent(KAFKA) == null) {
      Component component = sources.kafka();
      KafkaIntake.configure(context, component, configuration.kafkaOptions());
      context.addComponent(KAFKA, component);
    }
    return context.getEndpoint(
        KAFKA
            + ":"
            + configuration.get(Keys.KAFKA_TOPIC)
            + "?brokers="
            + configuration.get(Keys.KAFKA_BROKERS));
  }

  private synchronized ProducerTemplate template() {
    if (template == null) {
      template = context.createProducerTemplate();
    }
    return template;
  }

  private synchronized QueueIntake broker() {
    if (queue == null) {
      OptionalDependency.require(Keys.QUEUE_URL.name(), OptionalDependency.CAMEL_AMQP);
      queue = sources.queue();
    }
    return queue;
  }

  /** Ends what was opened to send. */
  @Override
  public synchronized void close() {
    if (template != null) {
      template.stop();
    }
    if (queue != null) {
      queue.close();
    }
  }
}
