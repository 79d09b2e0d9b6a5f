package io.connectorroutes.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.connectorroutes.text.PrintableText;
import java.time.Instant;

/** JSON documents as commands print them. */
final class Json {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** A document in several lines. */
  static String print(JsonNode document) {
    try {
      return PrintableText.json(
          MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own must be writable", e);
    }
  }

  /** A document, or a part of one, in one line. */
  static String line(JsonNode document) {
    try {
      return PrintableText.json(MAPPER.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own must be writable", e);
    }
  }

  /** RFC 3339 in UTC; null for null. */
  static String time(Instant time) {
    return time == null ? null : time.toString();
  }
}
