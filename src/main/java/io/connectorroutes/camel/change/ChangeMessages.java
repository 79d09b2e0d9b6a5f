package io.connectorroutes.camel.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Unicode;
import io.connectorroutes.intake.QueueMessage;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;

/**
 * Makes a message, as one of a queue is, of what an exchange holds: a change as text, bytes, a
 * stream, a map, a tree or a {@link ConnectorChange}, or a CloudEvent whose data is one.
 */
final class ChangeMessages {
  private static final String REMEDY =
      ": give one JSON object as text, bytes or a stream, a Map, a JsonNode or a ConnectorChange";

  private ChangeMessages() {}

  /**
   * The message; a stream is read no further than a message may be long.
   *
   * @throws InvalidChangeException where the body is nothing of that kind
   */
  static QueueMessage of(Exchange exchange) throws InvalidChangeException, IOException {
    return new QueueMessage(body(exchange), null, headers(exchange.getMessage()));
  }

  /**
   * The id of a CloudEvent in binary mode, by any of its names, which Camel finds in any case, and
   * the trace.
   */
  private static Map<String, String> headers(Message message) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : QueueMessage.CLOUD_EVENT_IDS) {
      String id = message.getHeader(name, String.class);
      if (id != null) {
        headers.put(name, id);
      }
    }
    String ofCamel = message.getHeader(ConnectorChangeConstants.CLOUD_EVENT_ID, String.class);
    if (ofCamel != null) {
      headers.putIfAbsent("ce-id", ofCamel);
    }
    String trace = message.getHeader(QueueMessage.TRACEPARENT, String.class);
    if (trace != null) {
      headers.put(QueueMessage.TRACEPARENT, trace);
    }
    return headers;
  }

  private static byte[] body(Exchange exchange) throws InvalidChangeException, IOException {
    Object body = exchange.getMessage().getBody();
    if (body == null) {
      return new byte[0];
    }
    if (body instanceof byte[] bytes) {
      return bytes;
    }
    if (body instanceof String text) {
      return bytes(text);
    }
    if (body instanceof ConnectorChange change) {
      return ChangeJson.write(change);
    }
    if (body instanceof JsonNode || body instanceof Map) {
      return tree(body);
    }
    return stream(exchange, body);
  }

  private static byte[] bytes(String text) throws InvalidChangeException {
    if (!Unicode.isWellFormed(text)) {
      throw unreadable(
          "the text has half a surrogate pair, which is no character: send Unicode text");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] tree(Object body) throws InvalidChangeException {
    Optional<byte[]> json = ChangeJson.ofTree(body);
    return json.orElseThrow(
        () -> unreadable("the body holds a value that JSON cannot have" + REMEDY));
  }

  private static byte[] stream(Exchange exchange, Object body)
      throws InvalidChangeException, IOException {
    InputStream in =
        exchange.getContext().getTypeConverter().tryConvertTo(InputStream.class, exchange, body);
    if (in == null) {
      throw unreadable("the body is a " + body.getClass().getName() + REMEDY);
    }
    try {
      return in.readNBytes(Receiver.MOST_MESSAGE_BYTES + 1);
    } finally {
      // Whoever comes after a failure, such as a redelivery, reads it again.
      if (body instanceof StreamCache cache) {
        cache.reset();
      } else {
        in.close();
      }
    }
  }

  /**
   * Goes on where nothing is wrong with a change.
   *
   * @param problem null for none
   * @throws InvalidChangeException saying what is
   * @throws IllegalStateException for a fault of ours
   */
  static void requireNone(Problem problem) throws InvalidChangeException {
    if (problem == null) {
      return;
    }
    if (problem.code().equals(InternalErrors.CODE)) {
      throw new IllegalStateException(problem.message());
    }
    throw new InvalidChangeException(problem);
  }

  private static InvalidChangeException unreadable(String message) {
    return new InvalidChangeException(null, Problem.UNREADABLE, message);
  }
}
