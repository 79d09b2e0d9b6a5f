package io.connectorroutes.camel.queue;

import jakarta.jms.ConnectionFactory;
import java.lang.reflect.InvocationTargetException;
import org.springframework.jms.connection.SingleConnectionFactory;

/**
 * What is behind a factory that keeps connections and sessions. A consumer that is closed goes back
 * there with messages that it has and has not acknowledged: they are kept from all others, and
 * whoever is given its session next acknowledges them with its own.
 */
final class Unpooled {
  /** Of pooled-jms and of ActiveMQ's pool; by its name, as neither need be there. */
  private static final String BEHIND = "getConnectionFactory";

  private Unpooled() {}

  /** The factory itself where it keeps nothing, or nothing is known to be behind it. */
  static ConnectionFactory of(ConnectionFactory given) {
    ConnectionFactory behind =
        given instanceof SingleConnectionFactory caching
            ? caching.getTargetConnectionFactory()
            : behindPool(given);
    return behind == null ? given : of(behind);
  }

  /** Null where it is no pool. */
  private static ConnectionFactory behindPool(ConnectionFactory given) {
    try {
      return given.getClass().getMethod(BEHIND).invoke(given) instanceof ConnectionFactory behind
          ? behind
          : null;
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("what is behind the pool of connections", e);
    }
  }
}
