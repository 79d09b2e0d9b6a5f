package io.connectorroutes.config;

import java.net.URI;

/**
 * The {@code queue.*} keys.
 *
 * @param url of the broker, its scheme {@code amqp}, {@code amqps} or {@code tcp}; never null
 * @param user null where not given
 * @param password null where not given
 * @param name of the queue
 * @param consumers at least 1
 */
public record QueueSection(URI url, String user, Secret password, String name, int consumers) {
  /** The section, or null where no broker is given. */
  static QueueSection from(Values values) {
    if (!values.has(Keys.QUEUE_URL)) {
      return null;
    }
    return new QueueSection(
        values.get(Keys.QUEUE_URL),
        values.get(Keys.QUEUE_USER),
        values.secret(Keys.QUEUE_PASSWORD),
        values.get(Keys.QUEUE_NAME),
        values.get(Keys.QUEUE_CONSUMERS));
  }
}
