package io.connectorroutes.camel.kafka;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.identity.ServiceToken;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.text.Causes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.TaskHealthState;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;

/** What the route of the Kafka topic is made of. */
public final class KafkaIntake {
  private KafkaIntake() {}

  /** Consumes the topic; what fails comes again. */
  public static Component component() {
    return kafka();
  }

  /**
   * The same from Azure Event Hubs, which is logged in to by tokens.
   *
   * @param hosts those that may be given one, whatever the brokers say of their addresses
   */
  public static Component component(ServiceToken token, Predicate<String> hosts) {
    KafkaComponent component = kafka();
    new KafkaTokens(token, hosts).applyTo(component.getConfiguration());
    return component;
  }

  private static KafkaComponent kafka() {
    KafkaComponent component = new KafkaComponent();
    // Its own check would say that this process is not ready.
    component.setHealthCheckConsumerEnabled(false);
    component.setPollExceptionStrategy(new RetryForever());
    return component;
  }

  /**
   * Sets options of the component, such as how to log in.
   *
   * @param options by Camel's name in any of its spellings; none may be left over
   * @throws UsageException naming the key of an option that there is not, or whose value does not
   *     fit
   */
  public static void configure(
      CamelContext context, Component component, Map<String, String> options) {
    try {
      PropertyBindingSupport.build()
          .withCamelContext(context)
          .withTarget(component)
          .withProperties(new HashMap<>(options))
          .withConfigurer(component.getComponentPropertyConfigurer())
          .withIgnoreCase(true)
          .withMandatory(true)
          .bind();
    } catch (PropertyBindingException e) {
      throw new UsageException(
          "camel.component.kafka."
              + e.getPropertyName()
              + " is no option that Camel knows, or its value does not fit: mend or remove it",
          e);
    }
  }

  /**
   * Asks the brokers for a topic.
   *
   * @param topic of our component
   * @param within how long they may take
   * @return why that does not work; empty where it does
   */
  public static Optional<String> tried(Endpoint topic, String brokers, Duration within) {
    KafkaConfiguration configuration = ((KafkaEndpoint) topic).getConfiguration();
    Properties client = configuration.createConsumerProperties();
    client.keySet().removeIf(name -> !isOfAdmin((String) name));
    client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) within.toMillis());
    client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) within.toMillis());
    try (Admin admin = Admin.create(client)) {
      admin.describeTopics(List.of(configuration.getTopic())).allTopicNames().get();
      return Optional.empty();
    } catch (KafkaException | ExecutionException e) {
      return Optional.of(reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("nobody waited for an answer");
    }
  }

  /**
   * The headers of a record to be sent.
   *
   * @param key null for none
   */
  public static Map<String, Object> headersOf(String key) {
    return key == null ? Map.of() : Map.of(KafkaConstants.KEY, key);
  }

  /** Its settings of its own among them, by which tokens are had. */
  private static boolean isOfAdmin(String name) {
    return AdminClientConfig.configNames().contains(name) || name.startsWith(KafkaTokens.SETTING);
  }

  /** Of settings the kind alone: what is said of them may repeat a password. */
  private static String reason(Exception failure) {
    Throwable innermost = Causes.innermost(failure);
    return innermost instanceof ApiException
        ? String.valueOf(innermost.getMessage())
        : innermost.getClass().getSimpleName();
  }

  /** What that route names, by role. */
  public static Map<String, Object> beans(Receiver receiver) {
    return Map.of("no-headers", new NoHeaders(), "kafka-records", new KafkaRecords(receiver));
  }

  /**
   * What keeps records from coming to the routes of a context; empty where they come.
   *
   * @param component by which they come
   * @param brokers as configured
   */
  public static Optional<String> problem(
      CamelContext context, Component component, String brokers) {
    boolean consumed =
        context.getRoutes().stream()
            .map(Route::getConsumer)
            .filter(KafkaConsumer.class::isInstance)
            .map(KafkaConsumer.class::cast)
            .filter(consumer -> consumer.getEndpoint().getComponent() == component)
            .flatMap(consumer -> consumer.healthStates().stream())
            .allMatch(TaskHealthState::isReady);
    if (consumed) {
      return Optional.empty();
    }
    return Optional.of(
        "kafka.brokers: nothing comes from "
            + brokers
            + "; it is tried again until it does: see to the brokers, kafka.topic and the login");
  }
}
