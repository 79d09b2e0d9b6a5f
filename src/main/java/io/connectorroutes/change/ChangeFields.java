package io.connectorroutes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.operation.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields that the schema knows, over all operations, by dotted path from the top of a row
 * ({@code properties.authenticationConfiguration.@odata.type}).
 */
public final class ChangeFields {
  private static final String RESULT = "result";
  private static final Map<String, Field> FIELDS = collect();
  private static final Set<String> NAMES =
      FIELDS.values().stream()
          .flatMap(field -> field.names().stream())
          .collect(Collectors.toUnmodifiableSet());

  private ChangeFields() {}

  /**
   * One field.
   *
   * @param names the path's names, of which one can hold a dot
   * @param value whether it can hold a value, rather than only further fields
   */
  private record Field(List<String> names, boolean value) {}

  /** Whether the schema knows the field, be it one with a value or one that holds others. */
  public static boolean isKnown(String dottedPath) {
    return isResult(dottedPath) || FIELDS.containsKey(dottedPath);
  }

  /** Whether some field is called so, wherever it stands. */
  static boolean isName(String name) {
    return NAMES.contains(name);
  }

  /** Whether the schema knows the field as one that can hold a value of its own. */
  public static boolean isValue(String dottedPath) {
    Field field = FIELDS.get(dottedPath);
    return isResult(dottedPath) || (field != null && field.value());
  }

  /** Whether the field is {@code result} or below it: ignored in the input. */
  public static boolean isResult(String dottedPath) {
    return dottedPath.equals(RESULT) || dottedPath.startsWith(RESULT + ".");
  }

  /** The names of a path to a field with a value; empty where the schema knows none there. */
  public static Optional<List<String>> names(String dottedPath) {
    return Optional.ofNullable(FIELDS.get(dottedPath)).filter(Field::value).map(Field::names);
  }

  /** Whether a row has such a field, with whatever value. */
  public static boolean isIn(ObjectNode row, String dottedPath) {
    Optional<List<String>> names = names(dottedPath);
    JsonNode at = row;
    for (String name : names.orElse(List.of())) {
      at = at.path(name);
    }
    return names.isPresent() && !at.isMissingNode();
  }

  /** The paths of all fields with values. */
  static List<String> values() {
    return FIELDS.keySet().stream().filter(ChangeFields::isValue).toList();
  }

  private static Map<String, Field> collect() {
    SchemaDocument document = SchemaDocument.load();
    Map<String, Field> fields = new LinkedHashMap<>();
    for (Operation operation : Operation.values()) {
      collect(document, document.at(SchemaDocument.pointer(operation)), List.of(), fields);
    }
    return Map.copyOf(fields);
  }

  private static void collect(
      SchemaDocument document, JsonNode schema, List<String> at, Map<String, Field> fields) {
    for (String name : SchemaDocument.fieldNames(schema)) {
      List<String> path = new ArrayList<>(at);
      path.add(name);
      JsonNode field = document.resolve(schema.path("properties").path(name));
      fields.merge(
          String.join(".", path), new Field(List.copyOf(path), !isObject(field)), (a, b) -> a);
      collect(document, field, path, fields);
    }
    for (JsonNode condition : schema.path("allOf")) {
      collect(document, document.resolve(condition.path("then")), at, fields);
    }
  }

  private static boolean isObject(JsonNode schema) {
    return schema.path("type").asText().equals("object");
  }
}
