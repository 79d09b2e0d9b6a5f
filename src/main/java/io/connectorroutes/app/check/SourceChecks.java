package io.connectorroutes.app.check;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.camel.Brokers;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import java.net.URI;
import java.time.Duration;

/** The broker and the topic that changes come from: each gives one line. */
record SourceChecks(Configuration configuration, Brokers brokers) {
  static final String BROKER = "broker";
  static final String KAFKA = "Kafka";
  static final String BROKER_REMEDY =
      "see that it runs and that this machine reaches it, and see queue.url, queue.credential,"
          + " queue.user and queue.password";
  static final String KAFKA_REMEDY =
      "see that they run, that the topic is there and may be read, and see kafka.brokers,"
          + " kafka.topic and camel.component.kafka.*";

  Check broker() {
    String address = address(configuration.get(Keys.QUEUE_URL));
    return brokers
        .queueProblem()
        .map(
            problem ->
                Check.failed(BROKER, address + " cannot be used (" + problem + ")", BROKER_REMEDY))
        .orElseGet(
            () ->
                Check.passed(
                    BROKER,
                    address
                        + " is logged in to; that it has the queue "
                        + configuration.get(Keys.QUEUE_NAME)
                        + " is not tried"));
  }

  Check kafka(Duration within) {
    String topic =
        "the topic "
            + configuration.get(Keys.KAFKA_TOPIC)
            + " of "
            + configuration.get(Keys.KAFKA_BROKERS);
    return brokers
        .kafkaProblem(within)
        .map(
            problem ->
                Check.failed(KAFKA, topic + " cannot be read (" + problem + ")", KAFKA_REMEDY))
        .orElseGet(() -> Check.passed(KAFKA, topic));
  }

  /** A query may hold a password. */
  private static String address(URI url) {
    return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }
}
