package io.connectorroutes.change;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change as compact UTF-8 JSON, in the shape that messages have. Writing and reading gives back
 * an equal change. The bytes hold the change's secrets: they may rest only encrypted.
 */
public final class ChangeJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          // A parse error must not quote the text that it failed on.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private ChangeJson() {}

  /**
   * The change as JSON. An empty target and empty properties are left out.
   *
   * @param change never null
   * @return UTF-8, without a byte order mark
   */
  public static byte[] write(ConnectorChange change) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      write(change, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * A row as compact UTF-8 JSON, its fields in their order.
   *
   * @param row never null; text in it must be Unicode, as {@link RowReader} makes sure
   */
  public static byte[] write(ObjectNode row) {
    try {
      return MAPPER.writeValueAsBytes(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What an application made, a map or a tree, as compact UTF-8 JSON.
   *
   * @param tree as Jackson writes it
   * @return empty where it holds what JSON cannot have, or half a surrogate pair
   */
  public static Optional<byte[]> ofTree(Object tree) {
    try {
      return Optional.of(MAPPER.writeValueAsBytes(tree));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Its text can quote a value.
      return Optional.empty();
    }
  }

  /**
   * The content of a change, without its id: the bytes of two changes are equal exactly where their
   * contents are, whatever the order of fields.
   *
   * @param change never null
   */
  public static byte[] content(ConnectorChange change) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      writeContent(change, json, ChangeJson::writeSorted);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeSorted(JsonGenerator json, JsonNode node) throws IOException {
    if (node.isObject()) {
      json.writeStartObject();
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
        json.writeFieldName(field.getKey());
        writeSorted(json, field.getValue());
      }
      json.writeEndObject();
    } else if (node.isArray()) {
      json.writeStartArray();
      for (JsonNode element : node) {
        writeSorted(json, element);
      }
      json.writeEndArray();
    } else {
      MAPPER.writeTree(json, node);
    }
  }

  /** How the properties are written. */
  @FunctionalInterface
  private interface TreeWriter {
    void write(JsonGenerator json, JsonNode node) throws IOException;
  }

  private static void write(ConnectorChange change, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("changeId", change.changeId());
    writeContent(change, json, MAPPER::writeTree);
    json.writeEndObject();
  }

  private static void writeContent(
      ConnectorChange change, JsonGenerator json, TreeWriter properties) throws IOException {
    json.writeStringField("operation", change.operation().wireName());
    writeIfPresent(json, "tenant", change.tenant());
    writeTarget(change.target(), json);
    if (!change.properties().isEmpty()) {
      json.writeFieldName("properties");
      properties.write(json, change.properties());
    }
    if (change.revision() != null) {
      json.writeNumberField("revision", change.revision());
    }
    if (change.notBefore() != null) {
      json.writeStringField("notBefore", change.notBefore().toString());
    }
  }

  private static void writeTarget(Target target, JsonGenerator json) throws IOException {
    if (target.equals(Target.NONE)) {
      return;
    }
    json.writeObjectFieldStart("target");
    writeIfPresent(json, "id", target.id());
    writeIfPresent(json, "displayName", target.displayName());
    writeIfPresent(json, "name", target.name());
    writeIfPresent(json, "userFlowId", target.userFlowId());
    writeIfPresent(json, "step", target.step());
    writeIfPresent(json, "userFlowType", target.userFlowType());
    json.writeEndObject();
  }

  private static void writeIfPresent(JsonGenerator json, String name, String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  /**
   * The change of such JSON.
   *
   * @param json what {@link #write} gave
   * @throws IllegalArgumentException where the bytes are no such JSON; its message shows nothing of
   *     them
   */
  public static ConnectorChange read(byte[] json) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(json);
    } catch (IOException e) {
      // Without its cause: a parser's message can quote the text.
      throw new IllegalArgumentException("these bytes are not the JSON of a change");
    }
    if (!(tree instanceof ObjectNode row)) {
      throw new IllegalArgumentException("these bytes are not the JSON of a change");
    }
    return of(row, text(row, "changeId"));
  }

  /**
   * The change of a row that is valid.
   *
   * @param row held against the schema before
   * @param changeId the change's identity, which the row need not hold
   */
  static ConnectorChange of(ObjectNode row, String changeId) {
    JsonNode revision = row.get("revision");
    String notBefore = text(row, "notBefore");
    return new ConnectorChange(
        changeId,
        Operation.of(text(row, "operation"))
            .orElseThrow(() -> new IllegalArgumentException("the change has no known operation")),
        text(row, "tenant"),
        target(row.get("target")),
        row.get("properties") instanceof ObjectNode properties
            ? properties
            : JsonNodeFactory.instance.objectNode(),
        revision == null ? null : revision.longValue(),
        notBefore == null ? null : Timestamps.parse(notBefore));
  }

  private static Target target(JsonNode target) {
    if (target == null || target.isEmpty()) {
      return Target.NONE;
    }
    return new Target(
        text(target, "id"),
        text(target, "displayName"),
        text(target, "name"),
        text(target, "userFlowId"),
        text(target, "step"),
        text(target, "userFlowType"));
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null ? null : value.textValue();
  }
}
