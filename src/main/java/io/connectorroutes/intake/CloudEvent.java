package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.FieldProblem;
import io.connectorroutes.change.ReadRow;
import java.util.Optional;

/**
 * A message's change, unwrapped where the message is a CloudEvent in structured mode (CloudEvents
 * JSON event format 1.0).
 *
 * @param id of the event, made fit for a change; empty where it is none
 * @param data the change as given
 */
record CloudEvent(Optional<String> id, ObjectNode data) {

  static CloudEvent of(ReadRow message) throws Rejection {
    if (message.problem() != null) {
      throw Rejection.unreadable(message.problem());
    }
    ObjectNode body = message.fields();
    if (!body.has("specversion")) {
      return new CloudEvent(Optional.empty(), body);
    }
    if (!(body.get("data") instanceof ObjectNode data)) {
      throw Rejection.unreadable(
          new FieldProblem(
              "data", "data of the CloudEvent is no JSON object: give the change there"));
    }
    JsonNode id = body.path("id");
    return new CloudEvent(
        id.isTextual() && !id.textValue().isEmpty()
            ? Optional.of(Identity.fitting(id.textValue()))
            : Optional.empty(),
        data);
  }
}
