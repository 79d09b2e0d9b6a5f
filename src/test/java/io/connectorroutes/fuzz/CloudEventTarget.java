package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.CloudEvent;
import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.intake.QueueMessage;
import io.connectorroutes.ledger.ReceivedRow;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * A change is the same one whether it comes bare, in a CloudEvent in binary mode, or in one in
 * structured mode, as an object or as base64. The input is an id, a line break, and the change;
 * without a line break it is a whole message.
 */
public final class CloudEventTarget {
  private CloudEventTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    int end = indexOfLineBreak(input);
    if (end < 0) {
      whole(input);
      return;
    }
    String id = new String(input, 0, end, UTF_8);
    byte[] change = Arrays.copyOfRange(input, end + 1, input.length);
    ReceivedRow binary = null;
    for (String header : QueueMessage.CLOUD_EVENT_IDS) {
      ReceivedRow row = MessageTarget.receive(new QueueMessage(change, null, Map.of(header, id)));
      assertThat(binary == null || !known(binary) || same(binary, row)).isTrue();
      binary = row;
    }
    ReadRow read = RowReader.readMessage(change);
    if (id.isEmpty() || read.fields() == null || read.fields().has("specversion")) {
      return;
    }
    assertSame(binary, structured(id, event(id).set("data", read.fields())));
    String base64 = Base64.getEncoder().encodeToString(change);
    assertSame(binary, structured(id, event(id).put("data_base64", base64)));
  }

  private static void whole(byte[] input) {
    ReadRow message = RowReader.readMessage(input);
    FileReading.assertRow(message);
    CloudEvent event = CloudEvent.of(message);
    FileReading.assertRow(event.data());
    if (message.fields() != null) {
      assertThat(CloudEvent.change(message.fields())).isNotNull();
    }
    MessageTarget.receive(new QueueMessage(input, null, Map.of()));
  }

  private static int indexOfLineBreak(byte[] input) {
    int at = 0;
    while (at < input.length && input[at] != '\n') {
      at++;
    }
    return at < input.length ? at : -1;
  }

  private static ObjectNode event(String id) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("specversion", "1.0")
        .put("type", "t")
        .put("source", "/s")
        .put("id", id);
  }

  private static ReceivedRow structured(String id, JsonNode event) {
    byte[] body = ChangeJson.write((ObjectNode) event);
    assertThat(CloudEvent.of(RowReader.readMessage(body)).id()).hasValue(id);
    return MessageTarget.receive(new QueueMessage(body, null, Map.of()));
  }

  private static void assertSame(ReceivedRow binary, ReceivedRow structured) {
    assertThat(same(binary, structured))
        .as("%s and %s", binary.problem(), structured.problem())
        .isTrue();
  }

  /** Whether its identity is its sender's. */
  private static boolean known(ReceivedRow row) {
    return row.problem() == null;
  }

  private static boolean same(ReceivedRow one, ReceivedRow other) {
    return one.problem() == null
        ? other.problem() == null
            && Arrays.equals(ChangeJson.write(one.change()), ChangeJson.write(other.change()))
        : one.problem().equals(other.problem());
  }
}
