package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Shown;
import java.util.List;

/** The target of a row in a few words for a person, also of a row that is not valid. */
final class TargetText {
  private static final List<String> NAMES = List.of("id", "displayName", "name");

  private TargetText() {}

  /** Such as {@code displayName=Test API} or {@code B2X_1_signup/postFederationSignup}, or null. */
  static String of(ObjectNode row) {
    JsonNode target = row.path("target");
    JsonNode flow = target.path("userFlowId");
    if (flow.isTextual()) {
      return Shown.name(flow.textValue()) + "/" + Shown.name(target.path("step").asText());
    }
    String named = named(target);
    return named == null ? named(row.path("properties")) : named;
  }

  private static String named(JsonNode object) {
    for (String name : NAMES) {
      if (object.path(name).isTextual()) {
        return name + "=" + Shown.name(object.path(name).textValue());
      }
    }
    return null;
  }
}
