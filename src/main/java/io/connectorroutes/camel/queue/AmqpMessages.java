package io.connectorroutes.camel.queue;

import io.connectorroutes.text.PrintableText;
import jakarta.jms.JMSException;
import org.apache.qpid.jms.message.JmsBytesMessage;
import org.apache.qpid.jms.message.JmsInboundMessageDispatch;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.message.facade.JmsMessageFacade;
import org.apache.qpid.jms.provider.Provider;
import org.apache.qpid.jms.provider.ProviderWrapper;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsBytesMessageFacade;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives messages on to Qpid JMS. It copies each message before anybody sees it; one whose body it
 * cannot decode, such as text in another encoding than the message says, it would send back as
 * undeliverable, and its broker could drop it. Such a message is given on as the bytes that it has.
 */
final class AmqpMessages extends ProviderWrapper<Provider> {
  private static final Logger LOG = LoggerFactory.getLogger(AmqpMessages.class);

  AmqpMessages(Provider provider) {
    super(provider);
  }

  @Override
  public void onInboundMessage(JmsInboundMessageDispatch envelope) {
    JmsMessage message = envelope.getMessage();
    if (message != null && !isDecodable(message)) {
      try {
        envelope.setMessage(asBytes(message));
      } catch (JMSException | RuntimeException | StackOverflowError e) {
        LOG.warn("A message goes back to its broker: {}", PrintableText.of(e));
      }
    }
    super.onInboundMessage(envelope);
  }

  private static boolean isDecodable(JmsMessage message) {
    try {
      return message.copy() != null;
    } catch (JMSException | RuntimeException | StackOverflowError e) {
      return false;
    }
  }

  /** By way of the facades: JMS would refuse names that other senders may give to properties. */
  private static JmsMessage asBytes(JmsMessage message) throws JMSException {
    JmsMessageFacade from = message.getFacade();
    AmqpJmsBytesMessageFacade to = new AmqpJmsBytesMessageFacade();
    to.setProviderMessageIdObject(from.getProviderMessageIdObject());
    for (String name : from.getPropertyNames()) {
      to.setProperty(name, from.getProperty(name));
    }
    JmsBytesMessage bytes = to.asJmsMessage();
    bytes.writeBytes(RawBody.of(message));
    bytes.reset();
    return bytes;
  }
}
