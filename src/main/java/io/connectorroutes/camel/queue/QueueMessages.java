package io.connectorroutes.camel.queue;

import io.connectorroutes.camel.ledger.RetryWhileUnavailable;
import io.connectorroutes.intake.QueueMessage;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.ReceivedRow;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads a message of a queue into a row for the ledger. */
public class QueueMessages {
  private static final String BROKER_ID = "JMSMessageID";

  private final Receiver receiver;

  /**
   * Creates the bean.
   *
   * @param receiver checks messages
   */
  public QueueMessages(Receiver receiver) {
    this.receiver = receiver;
  }

  /** The message as a row; one that cannot be read is a row with a problem. */
  public ReceivedRow read(Exchange exchange) {
    Message message = exchange.getMessage();
    String brokerId = message.getHeader(BROKER_ID, String.class);
    Object body = message.getBody();
    try {
      return read(exchange, brokerId, body);
    } catch (RuntimeException | Error e) {
      return receiver.failed(new QueueMessage(bytes(body), brokerId, Map.of()), e);
    }
  }

  private ReceivedRow read(Exchange exchange, String brokerId, Object body) {
    Message message = exchange.getMessage();
    Map<String, String> headers = new TreeMap<>();
    message.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
    if (body instanceof TextAndBytes.Unreadable unreadable) {
      return receiver.unreadable(
          new QueueMessage(unreadable.raw(), brokerId, headers), unreadable.reason());
    }
    QueueMessage read = new QueueMessage(bytes(body), brokerId, headers);
    return RetryWhileUnavailable.of(exchange).call(() -> receiver.message(read));
  }

  private static byte[] bytes(Object body) {
    if (body instanceof TextAndBytes.Unreadable unreadable) {
      return unreadable.raw();
    }
    return body instanceof byte[] bytes
        ? bytes
        : String.valueOf(body).getBytes(StandardCharsets.UTF_8);
  }
}
