package io.connectorroutes.camel.queue;

import java.net.URI;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;
import org.apache.qpid.jms.provider.Provider;

/** Connects by AMQP 1.0, and takes every message, whatever its body is. */
final class AmqpConnectionFactory extends JmsConnectionFactory {
  private static final long serialVersionUID = 1L;

  /** Few: what one consumer has in hand is kept from the others. */
  private static final int PREFETCH = 10;

  /**
   * How long a broker may take to answer. Without a limit a consumer would wait for ever where the
   * broker ends its session instead, as RabbitMQ does when it refuses a queue.
   */
  private static final long ANSWER_WITHIN_MILLIS = 15_000;

  /**
   * How long a goodbye may take. Where the broker has stopped serving a connection, the consumers
   * say it one after the other before they connect anew. Without an answer nothing is lost: the
   * connection is closed all the same.
   */
  private static final long CLOSED_WITHIN_MILLIS = 2_000;

  /** With the client's options that the URL names, such as {@code jms.requestTimeout}. */
  AmqpConnectionFactory(URI url) {
    JmsDefaultPrefetchPolicy prefetch = new JmsDefaultPrefetchPolicy();
    prefetch.setAll(PREFETCH);
    setPrefetchPolicy(prefetch);
    setRequestTimeout(ANSWER_WITHIN_MILLIS);
    setCloseTimeout(CLOSED_WITHIN_MILLIS);
    // Messages come by themselves. To ask whether there is really none ends the session where
    // RabbitMQ 3 is the broker.
    setReceiveLocalOnly(true);
    // The id of a CloudEvent is in the property cloudEvents:id, which is no Java identifier.
    setValidatePropertyNames(false);
    // Last, so that its options win.
    setRemoteURI(TlsVersions.in(url, "transport.").toString());
  }

  @Override
  protected Provider createProvider(URI url) throws Exception {
    return new AmqpMessages(super.createProvider(url));
  }
}
