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

/** Reaches the configured broker and topic where nothing is taken in: to try them, or to send. */
public final class Brokers implements AutoCloseable {
  private static final String KAFKA = Bindings.PREFIX + "kafka";
  private static final String QUEUE = Bindings.PREFIX + "queue";

  private final CamelContext context;
  private final Configuration configuration;
  private final MessageSources sources;

  /** Null until it is asked for. */
  private QueueIntake queue;

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

  /** Where messages for the queue {@code queue.name} are sent. */
  public Endpoint queue() {
    Component component = broker().component();
    return endpoint(QUEUE, component, configuration.get(Keys.QUEUE_NAME));
  }

  /** Where records for the topic {@code kafka.topic} are sent. */
  public Endpoint topic() {
    OptionalDependency.require(Keys.KAFKA_BROKERS.name(), OptionalDependency.CAMEL_KAFKA);
    Component component = sources.kafka();
    KafkaIntake.configure(context, component, configuration.kafkaOptions());
    return endpoint(
        KAFKA,
        component,
        configuration.get(Keys.KAFKA_TOPIC) + "?brokers=" + configuration.get(Keys.KAFKA_BROKERS));
  }

  private synchronized QueueIntake broker() {
    if (queue == null) {
      OptionalDependency.require(Keys.QUEUE_URL.name(), OptionalDependency.CAMEL_AMQP);
      queue = sources.queue();
    }
    return queue;
  }

  private Endpoint endpoint(String scheme, Component component, String rest) {
    if (context.hasComponent(scheme) == null) {
      context.addComponent(scheme, component);
    }
    return context.getEndpoint(scheme + ":" + rest);
  }

  /** Ends the connection that is sent on. */
  @Override
  public synchronized void close() {
    if (queue != null) {
      queue.close();
    }
  }
}
