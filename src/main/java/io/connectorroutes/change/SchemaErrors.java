package io.connectorroutes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says in a person's words what the schema found: field, what is expected, remedy. Never shows a
 * field's value.
 */
final class SchemaErrors {
  private static final String MASKED = "******";

  private final SchemaDocument document;

  SchemaErrors(SchemaDocument document) {
    this.document = document;
  }

  /** One problem for each field that is wrong, mistyped names first. */
  List<FieldProblem> explain(Operation operation, List<Error> errors) {
    Map<String, FieldProblem> byField = new LinkedHashMap<>();
    errors.stream()
        .sorted(Comparator.comparing(error -> !isUnknownField(error)))
        .map(error -> problem(operation, error))
        .forEach(problem -> byField.putIfAbsent(problem.field(), problem));
    return new ArrayList<>(byField.values());
  }

  private static boolean isUnknownField(Error error) {
    return error.getKeyword().equals("additionalProperties");
  }

  private FieldProblem problem(Operation operation, Error error) {
    String at = dotted(error.getInstanceLocation());
    JsonNode schema = schemaOf(error);
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknownField(operation, at, error.getProperty(), schema);
      case "required" -> missing(join(at, error.getProperty()), error.getProperty(), schema);
      default -> wrong(at, error, schema);
    };
  }

  private FieldProblem unknownField(Operation operation, String at, String name, JsonNode schema) {
    String field = join(at, Shown.name(name));
    List<String> known = SchemaDocument.fieldNames(schema);
    String remedy =
        NearestName.of(name, known)
            .map(nearest -> "; did you mean " + join(at, nearest) + "?")
            .orElseGet(() -> "; " + knownThere(known));
    return new FieldProblem(field, field + " is not a field of " + operation.wireName() + remedy);
  }

  private static String knownThere(List<String> known) {
    return known.isEmpty() ? "leave it out" : "known there: " + String.join(", ", known);
  }

  private FieldProblem missing(String field, String name, JsonNode schema) {
    String expected = document.expected(schema.path("properties").path(name));
    return new FieldProblem(field, field + " is missing: give " + expected);
  }

  private FieldProblem wrong(String field, Error error, JsonNode schema) {
    String expected = document.expected(schema);
    return new FieldProblem(field, field + " " + fault(error, schema) + ": give " + expected);
  }

  private static String fault(Error error, JsonNode schema) {
    JsonNode value = error.getInstanceNode();
    if (error.getKeyword().equals("type")) {
      return "must be " + typeName(schema) + referenceNote(value);
    }
    if (value.isTextual() && value.textValue().equals(MASKED)) {
      return "is masked (" + MASKED + ")";
    }
    if (value.isTextual() && value.textValue().isEmpty()) {
      return "is empty";
    }
    return switch (error.getKeyword()) {
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
      names.add(Shown.name(String.valueOf(path.getElement(i))));
    }
    return names.stream().collect(Collectors.joining("."));
  }

  private static String join(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }
}
