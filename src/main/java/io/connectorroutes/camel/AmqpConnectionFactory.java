package io.connectorroutes.camel;

import java.net.URI;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.provider.Provider;

/** Connects by AMQP 1.0, and takes every message, whatever its body is. */
final class AmqpConnectionFactory extends JmsConnectionFactory {
  private static final long serialVersionUID = 1L;

  AmqpConnectionFactory(URI url) {
    super(url);
  }

  @Override
  protected Provider createProvider(URI url) throws Exception {
    return new AmqpMessages(super.createProvider(url));
  }
}
