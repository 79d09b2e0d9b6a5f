package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The body of an error answer: in Graph's own shape, in OAuth's ({@code error} and {@code
 * error_description}), in that of a problem (RFC 9457), or with a message alone, as gateways and
 * services behind Graph write it. Names count in any case.
 *
 * @param levels objects that may have a code, a message and a request id, the outermost first
 */
record ErrorBody(List<JsonNode> levels) {
  private static final int DEEPEST = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  static ErrorBody of(byte[] body) {
    JsonNode root = root(body);
    JsonNode error = field(root, "error");
    List<JsonNode> levels = new ArrayList<>();
    if (error.isTextual()) {
      // OAuth's, whose code stands where Graph has an object.
      String description = text(root, "error_description");
      levels.add(
          JsonNodeFactory.instance
              .objectNode()
              .put("code", error.textValue())
              .put("message", description.isBlank() ? error.textValue() : description));
    }
    JsonNode level = error.isObject() ? error : root;
    while (level.isObject() && levels.size() < DEEPEST) {
      levels.add(level);
      level = field(level, "innererror");
    }
    return new ErrorBody(List.copyOf(levels));
  }

  /** The same body without secrets; one that is no JSON is a text. */
  static byte[] masked(byte[] body, Secrets secrets) {
    JsonNode root = root(body);
    String masked =
        root.isContainerNode()
            ? masked(root, secrets).toString()
            : secrets.mask(new String(body, StandardCharsets.UTF_8));
    return masked.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode masked(JsonNode node, Secrets secrets) {
    if (node instanceof ObjectNode object) {
      ObjectNode masked = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(f -> masked.set(secrets.mask(f.getKey()), masked(f.getValue(), secrets)));
      return masked;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode masked = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> masked.add(masked(element, secrets)));
      return masked;
    }
    return secrets.isIn(node.asText())
        ? JsonNodeFactory.instance.textNode(secrets.mask(node.asText()))
        : node;
  }

  /** The codes that are there, the outermost first. */
  List<String> codes() {
    return levels.stream().map(level -> text(level, "code")).filter(c -> !c.isBlank()).toList();
  }

  /** The first text that there is for a person. */
  Optional<String> message() {
    return Stream.concat(
            levels.stream().map(level -> text(level, "message")),
            levels.stream().flatMap(ErrorBody::furtherTexts))
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  Optional<String> requestId() {
    return levels.stream()
        .map(level -> text(level, "request-id"))
        .filter(id -> !id.isBlank())
        .findFirst();
  }

  private static Stream<String> furtherTexts(JsonNode level) {
    Stream.Builder<String> texts = Stream.builder();
    field(level, "details").forEach(detail -> texts.add(text(detail, "message")));
    String title = text(level, "title");
    String detail = text(level, "detail");
    texts.add(title.isBlank() || detail.isBlank() ? title + detail : title + ": " + detail);
    return texts.build();
  }

  private static JsonNode root(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? JSON.missingNode() : json;
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = field(object, name);
    return value.isTextual() ? value.textValue() : "";
  }

  private static JsonNode field(JsonNode object, String name) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getKey().toLowerCase(Locale.ROOT).equals(name)) {
        return field.getValue();
      }
    }
    return JSON.missingNode();
  }
}
