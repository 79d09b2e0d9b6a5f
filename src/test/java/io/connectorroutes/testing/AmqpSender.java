package io.connectorroutes.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.BaseHandler;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.message.Message;
import org.apache.qpid.proton.reactor.Reactor;

/**
 * Sends messages over AMQP 1.0 as senders do that are not JMS: without JMS' annotations, with any
 * body, and, where a test wants it, with bytes that are no message at all.
 */
public final class AmqpSender extends BaseHandler {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final URI broker;
  private final String address;
  private final Deque<byte[]> unsent;
  private int open;
  private DeliveryState refusal;
  private String failure;

  private AmqpSender(URI broker, String address, List<byte[]> messages) {
    this.broker = broker;
    this.address = address;
    this.unsent = new ArrayDeque<>(messages);
    this.open = messages.size();
  }

  /** Sends messages, each encoded, and returns when the broker has accepted all of them. */
  public static void send(URI broker, String address, byte[]... messages) throws IOException {
    AmqpSender sender = new AmqpSender(broker, address, Arrays.asList(messages));
    Reactor reactor = Proton.reactor(sender);
    reactor.run();
    if (sender.open > 0 || sender.refusal != null) {
      throw new IOException(
          "the broker did not accept all: " + sender.refusal + " " + sender.failure);
    }
  }

  /** Encoded durable messages of text. */
  public static byte[][] texts(String... texts) {
    return Arrays.stream(texts)
        .map(
            text -> {
              Message message = Proton.message();
              message.setDurable(true);
              message.setBody(new AmqpValue(text));
              return encoded(message);
            })
        .toArray(byte[][]::new);
  }

  /** The encoded message. */
  public static byte[] encoded(Message message) {
    byte[] buffer = new byte[1 << 16];
    return Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length));
  }

  @Override
  public void onReactorInit(Event event) {
    event.getReactor().connectionToHost(broker.getHost(), broker.getPort(), this);
    event.getReactor().schedule(TIMEOUT_MILLIS, this);
  }

  @Override
  public void onTimerTask(Event event) {
    event.getReactor().stop();
  }

  @Override
  public void onConnectionInit(Event event) {
    Connection connection = event.getConnection();
    connection.setHostname(broker.getHost());
    connection.setContainer("a-sender");
    Session session = connection.session();
    Sender link = session.sender("a-link");
    Target target = new Target();
    target.setAddress(address);
    target.setCapabilities(Symbol.valueOf("queue"));
    // A broker that makes the queue for this makes one that outlives a restart.
    target.setDurable(TerminusDurability.CONFIGURATION);
    link.setTarget(target);
    link.setSource(new Source());
    connection.open();
    session.open();
    link.open();
  }

  @Override
  public void onLinkFlow(Event event) {
    Sender link = event.getSender();
    while (link.getCredit() > 0 && !unsent.isEmpty()) {
      byte[] message = unsent.remove();
      link.delivery(String.valueOf(unsent.size()).getBytes(StandardCharsets.UTF_8));
      link.send(message, 0, message.length);
      link.advance();
    }
  }

  @Override
  public void onDelivery(Event event) {
    Delivery delivery = event.getDelivery();
    if (delivery.getRemoteState() == null) {
      return;
    }
    if (!(delivery.getRemoteState() instanceof Accepted)) {
      refusal = delivery.getRemoteState();
    }
    delivery.settle();
    open--;
    if (open == 0) {
      event.getReactor().stop();
    }
  }

  @Override
  public void onLinkRemoteClose(Event event) {
    failure = String.valueOf(event.getLink().getRemoteCondition());
    event.getReactor().stop();
  }

  @Override
  public void onTransportError(Event event) {
    failure = String.valueOf(event.getTransport().getCondition());
  }
}
