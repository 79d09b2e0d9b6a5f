package io.connectorroutes.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import java.io.UncheckedIOException;

/** Changes for tests, from JSON with single quotes. */
public final class Changes {
  static final ObjectMapper JSON = new ObjectMapper();

  private Changes() {}

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ConnectorChange change(String text) {
    return change(json(text));
  }

  static ConnectorChange change(JsonNode json) {
    return new ConnectorChange(
        json.path("changeId").asText("c-1"),
        Operation.of(json.path("operation").asText()).orElseThrow(),
        null,
        target(json.path("target")),
        json.path("properties") instanceof ObjectNode properties
            ? properties
            : JSON.createObjectNode(),
        null,
        null);
  }

  private static Target target(JsonNode json) {
    return json.isMissingNode()
        ? Target.NONE
        : new Target(
            json.path("id").textValue(),
            json.path("displayName").textValue(),
            json.path("name").textValue(),
            json.path("userFlowId").textValue(),
            json.path("step").textValue(),
            json.path("userFlowType").textValue());
  }
}
