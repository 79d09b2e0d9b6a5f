package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.ReceivedRow.Problem;

/**
 * The one tenant that changes may be for, where an endpoint names one.
 *
 * @param name as {@link GraphTenant#name} has it; null where changes may be for any
 */
record OnlyTenant(String name) {
  private static final String FIELD = "tenant";

  /**
   * A change with that tenant where it names none.
   *
   * @param fields of the change; not altered
   * @throws Rejection where it names another one
   */
  ObjectNode in(ObjectNode fields) throws Rejection {
    if (name == null) {
      return fields;
    }
    JsonNode given = fields.get(FIELD);
    if (given == null) {
      return name.equals(GraphTenant.DEFAULT) ? fields : fields.deepCopy().put(FIELD, name);
    }
    if (given.isTextual() && !given.textValue().equals(name)) {
      // What was given is not repeated: it may be a password in the wrong field.
      throw Rejection.of(
          FIELD,
          Problem.OTHER_TENANT,
          "tenant is another one than "
              + name
              + ", which the endpoint names: leave it out, or send it to an endpoint of that"
              + " tenant");
    }
    return fields;
  }
}
