package io.connectorroutes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.text.NearestName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says in a person's words what the schema found: field, what is expected, remedy. Never shows a
 * field's value.
 */
final class SchemaErrors {
  private static final Set<String> COUNTS = Set.of("minProperties", "maxProperties");

  private final SchemaDocument document;

  SchemaErrors(SchemaDocument document) {
    this.document = document;
  }

  /** One problem for each field that is wrong, mistyped names first. */
  List<FieldProblem> explain(Operation operation, List<Error> errors) {
    Map<String, FieldProblem> byField = new LinkedHashMap<>();
    errors.stream()
        .sorted(Comparator.comparing(error -> !isUnknownField(error)))
        .forEach(error -> byField.computeIfAbsent(key(error), key -> problem(operation, error)));
    return List.copyOf(byField.values());
  }

  /** Of the names in an object that are not shown, the first one is told: there can be many. */
  private static String key(Error error) {
    String at = String.valueOf(error.getInstanceLocation());
    return error.getProperty() == null ? at : at + "/" + FieldNames.shown(error.getProperty());
  }

  private static boolean isUnknownField(Error error) {
    return error.getKeyword().equals("additionalProperties");
  }

  private FieldProblem problem(Operation operation, Error error) {
    String at = dotted(error.getInstanceLocation());
    JsonNode schema = schemaOf(error);
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknownField(operation, at, error, schema);
      case "required" -> missing(join(at, error.getProperty()), error.getProperty(), schema);
      default -> wrong(at, error, schema);
    };
  }

  private FieldProblem unknownField(Operation operation, String at, Error error, JsonNode schema) {
    String name = error.getProperty();
    List<String> known = SchemaDocument.fieldNames(schema);
    String remedy =
        NearestName.of(name, known)
            .map(nearest -> "; did you mean " + join(at, nearest) + "?")
            .orElseGet(() -> "; " + knownThere(known));
    String fault = " is not a field of " + operation.wireName() + remedy;
    if (FieldNames.isShown(name)) {
      String field = join(at, name);
      return FieldProblem.ofValue(field, field + fault);
    }
    String holder = at.isEmpty() ? null : at;
    return new FieldProblem(holder, placeOf(name, error.getInstanceNode(), at) + fault);
  }

  /** For a name that is not repeated, since it may be a secret. */
  private static String placeOf(String name, JsonNode object, String at) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String place = "field " + (names.indexOf(name) + 1) + (at.isEmpty() ? "" : " of " + at);
    return place + " (its name is not repeated)";
  }

  private static String knownThere(List<String> known) {
    return known.isEmpty() ? "leave it out" : "known there: " + String.join(", ", known);
  }

  private FieldProblem missing(String field, String name, JsonNode schema) {
    String expected = document.expected(schema.path("properties").path(name));
    return new FieldProblem(field, field + " is missing: give " + expected);
  }

  private FieldProblem wrong(String field, Error error, JsonNode schema) {
    String message = field + " " + fault(error, schema) + ": give " + document.expected(schema);
    // How many fields an object has says nothing of their values.
    return COUNTS.contains(error.getKeyword())
        ? new FieldProblem(field, message)
        : FieldProblem.ofValue(field, message + nearest(error.getInstanceNode(), schema));
  }

  /** What was meant, where a name is mistyped; what was given is not repeated. */
  private static String nearest(JsonNode value, JsonNode schema) {
    List<String> names = new ArrayList<>();
    schema.path("enum").forEach(name -> names.add(name.textValue()));
    return NearestName.of(value.asText(), names)
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  private static String fault(Error error, JsonNode schema) {
    JsonNode value = error.getInstanceNode();
    if (error.getKeyword().equals("type")) {
      return "must be " + typeName(schema) + referenceNote(value);
    }
    if (value.isTextual() && value.textValue().isEmpty()) {
      return "is empty";
    }
    return switch (error.getKeyword()) {
      case "not" -> "is masked (******)";
      case "maxLength" ->
          String.format(
              Locale.ROOT,
              "is longer than the %,d characters that it may have",
              schema.path("maxLength").intValue());
      case "minProperties" -> "holds too little";
      case "maxProperties" -> "holds too much";
      default -> "is not as expected";
    };
  }

  private static String referenceNote(JsonNode value) {
    return value.has("secretRef") ? " (a secretRef works in secret fields only)" : "";
  }

  private static String typeName(JsonNode schema) {
    JsonNode type = schema.path("type");
    String name = type.isArray() ? type.get(0).textValue() : type.textValue();
    return switch (name) {
      case "object" -> "an object";
      case "integer" -> "a whole number";
      default -> "text";
    };
  }

  /** The schema that holds the keyword which failed. */
  private JsonNode schemaOf(Error error) {
    return document.at(pointer(error.getSchemaLocation().getFragment().getParent()));
  }

  private static String pointer(NodePath path) {
    StringBuilder pointer = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      String name = String.valueOf(path.getElement(i));
      pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }

  private static String dotted(NodePath path) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < path.getNameCount(); i++) {
      names.add(FieldNames.shown(String.valueOf(path.getElement(i))));
    }
    return names.stream().collect(Collectors.joining("."));
  }

  private static String join(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }
}
