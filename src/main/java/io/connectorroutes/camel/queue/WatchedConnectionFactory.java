package io.connectorroutes.camel.queue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.Optional;
import org.springframework.jms.connection.DelegatingConnectionFactory;

/** Keeps what the last try to connect failed of. */
final class WatchedConnectionFactory extends DelegatingConnectionFactory {
  private volatile String failure;

  /** Connects by that one. */
  WatchedConnectionFactory(ConnectionFactory factory) {
    setTargetConnectionFactory(factory);
  }

  @Override
  public Connection createConnection() throws JMSException {
    try {
      Connection connection = super.createConnection();
      failure = null;
      return connection;
    } catch (JMSException e) {
      failure = e.getMessage();
      throw e;
    }
  }

  /** Why the last try did not succeed; empty where it did, and where there was none. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }
}
