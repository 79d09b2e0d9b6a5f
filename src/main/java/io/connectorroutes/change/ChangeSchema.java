package io.connectorroutes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.connectorroutes.change.operation.Operation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Holds rows against the part of the JSON Schema that belongs to their operation. */
final class ChangeSchema {
  private final Map<Operation, Schema> parts = new EnumMap<>(Operation.class);
  private final SchemaErrors errors;

  /** Compiles each operation's part once. */
  ChangeSchema(SchemaDocument document) {
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(SchemaDocument.ID, document.text())));
    for (Operation operation : Operation.values()) {
      String part = SchemaDocument.ID + "#" + SchemaDocument.pointer(operation);
      Schema schema = registry.getSchema(SchemaLocation.of(part));
      schema.initializeValidators();
      parts.put(operation, schema);
    }
    errors = new SchemaErrors(document);
  }

  /** What is wrong with a row; empty for a valid one. */
  List<FieldProblem> problems(Operation operation, JsonNode row) {
    List<Error> found = parts.get(operation).validate(row);
    return found.isEmpty() ? List.of() : errors.explain(operation, found);
  }
}
