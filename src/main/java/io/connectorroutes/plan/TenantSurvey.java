package io.connectorroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.graph.ListedObject;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the rows of one tenant are about: what is to be looked at for them, and which of the objects
 * there. A tenant may hold any number of others, which nobody has to keep in memory.
 */
public final class TenantSurvey {
  /** Of an object, below a target or properties. */
  private static final Set<String> NAMES = Set.of("id", "displayName", "name");

  private final Set<Operation> operations = EnumSet.noneOf(Operation.class);

  /**
   * Of the ids and names that rows give, a number each, so that long ones need no room: an object
   * too many that has the number of another does no harm.
   */
  private final Set<Integer> given = new HashSet<>();

  /** Takes the fields of a row, which need not be valid. */
  void take(ObjectNode row, Operation operation) {
    operations.add(operation);
    give(row.path("target"));
    give(row.path("properties"));
  }

  private void give(JsonNode at) {
    for (Map.Entry<String, JsonNode> field : at.properties()) {
      if (field.getValue().isObject()) {
        give(field.getValue());
      } else if (field.getValue().isTextual() && NAMES.contains(field.getKey())) {
        give(field.getValue().textValue());
      }
    }
  }

  /** An object of that id or name is needed. */
  void give(String idOrName) {
    given.add(number(idOrName));
  }

  /** Whether any row has to do with an object, by its id or its name. */
  boolean isAbout(ListedObject object) {
    return given.contains(number(object.id()))
        || (object.name() != null && given.contains(number(object.name())));
  }

  /** Graph tells ids apart whatever the case of their letters. */
  private static Integer number(String idOrName) {
    return idOrName.toLowerCase(Locale.ROOT).hashCode();
  }

  /** Whether API connectors are deleted. */
  boolean deletesApiConnectors() {
    return operations.stream()
        .anyMatch(
            operation -> operation.isDelete() && operation.kind() == ObjectKind.API_CONNECTOR);
  }

  /** Whether rows refer to objects of that kind. */
  boolean refersTo(ObjectKind kind) {
    return operations.stream().anyMatch(operation -> operation.referredKind() == kind);
  }

  /** Whether rows change objects of that kind. */
  boolean changes(ObjectKind kind) {
    return operations.stream().anyMatch(operation -> operation.kind() == kind);
  }
}
