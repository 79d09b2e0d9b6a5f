package io.connectorroutes.ledger.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.CloudEvent;
import java.io.IOException;
import java.util.Optional;

/**
 * A change that a {@code change:} reference may be for. {@code toString} shows no value.
 *
 * @param account null where its tenant is not known
 * @param operation as given; may be null
 * @param outcome null while it is open
 * @param content the change with its secrets, or the input of a row that was rejected
 */
record EarlierChange(String account, String operation, String outcome, ObjectNode content) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REFERENCE = "secretRef";

  /** The content in that JSON; empty where it is null or no object, such as a broken message. */
  static ObjectNode content(byte[] json) {
    try {
      return json != null && JSON.readTree(json) instanceof ObjectNode object
          ? CloudEvent.change(object)
          : JsonNodeFactory.instance.objectNode();
    } catch (IOException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  /** Whether a result file gives it back to be mended. */
  boolean isToBeMended() {
    return "rejected".equals(outcome) || "failed".equals(outcome);
  }

  /** The text of a field. */
  Optional<String> text(String path) {
    return Optional.ofNullable(at(path).textValue());
  }

  /** The reference that stands in a field in place of its text. */
  Optional<String> reference(String path) {
    return text(path + "." + REFERENCE);
  }

  /** In a row of a CSV file the cell of that column, else nested. */
  private JsonNode at(String path) {
    JsonNode cell = content.path(path);
    if (cell.isTextual()) {
      // An empty cell is an absent field.
      return cell.textValue().isEmpty() ? JSON.missingNode() : cell;
    }
    JsonNode value = content;
    for (String name : path.split("\\.", -1)) {
      value = value.path(name);
    }
    return value;
  }

  @Override
  public String toString() {
    return "EarlierChange[" + operation + "]";
  }
}
