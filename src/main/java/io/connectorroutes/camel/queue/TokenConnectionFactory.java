package io.connectorroutes.camel.queue;

import io.connectorroutes.identity.NoTokenForServiceException;
import io.connectorroutes.identity.ServiceToken;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.net.URI;
import org.springframework.jms.connection.DelegatingConnectionFactory;

/**
 * Connects to Azure Service Bus, each time with a token that is good by then: the broker ends a
 * connection whose token has ended. The token leaves behind TLS alone, for a host whose certificate
 * is trusted and names it.
 */
final class TokenConnectionFactory extends DelegatingConnectionFactory {
  /** By which Service Bus knows that the password is a token. */
  private static final String USER = "$jwt";

  /** Last in the URL, and not to be set by its user: other mechanisms would not take a token. */
  private static final String OPTIONS = "amqp.saslMechanisms=PLAIN";

  private final ServiceToken token;

  /** Connects to a URL with the scheme {@code amqps}. */
  TokenConnectionFactory(URI url, ServiceToken token) {
    this.token = token;
    setTargetConnectionFactory(
        new AmqpConnectionFactory(
            URI.create(url + (url.getRawQuery() == null ? "?" : "&") + OPTIONS)));
  }

  @Override
  public Connection createConnection() throws JMSException {
    return createConnection(USER, password());
  }

  private String password() throws JMSSecurityException {
    try {
      return token.get().getToken();
    } catch (NoTokenForServiceException e) {
      throw new JMSSecurityException(e.getMessage());
    }
  }
}
