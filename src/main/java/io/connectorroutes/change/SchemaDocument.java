package io.connectorroutes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.connectorroutes.change.operation.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The JSON Schema of a change as a document: what it says of its fields. */
final class SchemaDocument {
  static final String ID = "urn:io.connectorroutes:connector-change";
  private static final String RESOURCE = "connector-change.schema.json";

  private final String text;
  private final JsonNode root;

  private SchemaDocument(String text, JsonNode root) {
    this.text = text;
    this.root = root;
  }

  /** Reads the document that ships with the project. */
  static SchemaDocument load() {
    try (InputStream in = SchemaDocument.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new SchemaDocument(text, new JsonMapper().readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole document. */
  String text() {
    return text;
  }

  /** The JSON Pointer of an operation's part. */
  static String pointer(Operation operation) {
    return "/$defs/" + operation.wireName();
  }

  /** The schema at a JSON Pointer, behind its reference where it is one. */
  JsonNode at(String pointer) {
    return resolve(root.at(pointer));
  }

  /** The schema behind a reference, or the given one where it is none. */
  JsonNode resolve(JsonNode schema) {
    JsonNode reference = schema.get("$ref");
    return reference == null ? schema : at(reference.textValue().substring(1));
  }

  /** What a person is to give there, as words that follow "give". */
  String expected(JsonNode schema) {
    return resolve(schema).path("description").asText();
  }

  /** The names of an object's fields. */
  static List<String> fieldNames(JsonNode schema) {
    List<String> names = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }
}
