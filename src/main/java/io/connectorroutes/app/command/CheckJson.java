package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Checks as a JSON document. */
final class CheckJson {
  private CheckJson() {}

  /** The document of {@code check --json}. */
  static String of(List<Check> checks) {
    ObjectNode document = Json.NODES.objectNode();
    ArrayNode nodes = document.putArray("checks");
    for (Check check : checks) {
      nodes
          .addObject()
          .put("name", check.name())
          .put("ok", check.ok())
          .put("message", check.message())
          .put("remedy", check.remedy());
    }
    return Json.print(document);
  }
}
