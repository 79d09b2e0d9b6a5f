package io.connectorroutes.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Optional;

/**
 * A message's change, unwrapped where the message is a CloudEvent in structured mode (CloudEvents
 * JSON event format 1.0, where the data is an object in {@code data} or the base64 of its bytes in
 * {@code data_base64}).
 *
 * @param id of the event as given; empty where it is none or has none
 * @param data the change, or why there is none
 */
public record CloudEvent(Optional<String> id, ReadRow data) {
  private static final String DATA = "data";
  private static final String DATA_BASE64 = "data_base64";

  /** The event that the message is, or the message itself as its data. */
  public static CloudEvent of(ReadRow message) {
    ObjectNode body = message.fields();
    if (body == null || !body.has("specversion")) {
      return new CloudEvent(Optional.empty(), message);
    }
    Optional<String> id =
        Optional.ofNullable(body.path("id").textValue()).filter(text -> !text.isEmpty());
    return new CloudEvent(id, data(body));
  }

  /**
   * The change that a message brought, valid or not: the event's data where the message is an event
   * whose data can be read, else the message itself.
   *
   * @param message never null; not altered
   */
  public static ObjectNode change(ObjectNode message) {
    ObjectNode data = of(ReadRow.of(0, message)).data().fields();
    return data == null ? message : data;
  }

  private static ReadRow data(ObjectNode event) {
    if (event.has(DATA) == event.has(DATA_BASE64)) {
      return unreadable(
          DATA,
          "data of the CloudEvent is missing, or stands beside data_base64: give one of them");
    }
    if (event.get(DATA) instanceof ObjectNode data) {
      return ReadRow.of(0, data);
    }
    return event.has(DATA)
        ? unreadable(DATA, "data of the CloudEvent is no JSON object: give the change there")
        : decoded(event.get(DATA_BASE64).asText());
  }

  private static ReadRow decoded(String base64) {
    try {
      ReadRow data = RowReader.readMessage(Base64.getDecoder().decode(base64));
      if (data.problem() == null) {
        return data;
      }
    } catch (IllegalArgumentException e) {
      // Said below; the exception would quote a character of it.
    }
    return unreadable(
        DATA_BASE64,
        "data_base64 of the CloudEvent is not the base64 of a JSON object: give the change there");
  }

  private static ReadRow unreadable(String field, String message) {
    return ReadRow.unreadable(0, new FieldProblem(field, message));
  }
}
