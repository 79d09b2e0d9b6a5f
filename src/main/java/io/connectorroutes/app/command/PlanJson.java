package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.plan.PlanResult;
import io.connectorroutes.plan.PlannedRow;
import io.connectorroutes.plan.RowPlace;
import java.io.PrintWriter;

/**
 * The document of {@code plan --json}, written row by row, each in a line: a file may have any
 * number of them. Nothing is written before the first one.
 */
final class PlanJson {
  private final PrintWriter out;
  private boolean hasBegun;

  PlanJson(PrintWriter out) {
    this.out = out;
  }

  void row(PlannedRow row) {
    out.print(hasBegun ? ",\n" : "{\"changes\" : [\n");
    hasBegun = true;
    out.print(Json.line(node(row)));
  }

  void end(PlanResult result) {
    ObjectNode end =
        Json.NODES
            .objectNode()
            .put("requests", result.totals().requests())
            .put("seconds", result.seconds())
            .put("waiting", result.waiting())
            .put("waitingRows", result.totals().waiting())
            .put("secondsBehindWaiting", result.secondsBehind())
            .put("reads", result.reads());
    ObjectNode counts = end.putObject("counts");
    result.totals().actions().forEach((action, count) -> counts.put(action.wireName(), count));
    out.print(hasBegun ? "\n], " : "{\"changes\" : [], ");
    out.println(Json.line(end).substring(1));
  }

  private static ObjectNode node(PlannedRow row) {
    ObjectNode node =
        Json.NODES
            .objectNode()
            .put("file", row.at().file())
            .put("row", row.at().row())
            .put("changeId", row.changeId())
            .put("operation", row.operation())
            .put("action", row.action().wireName());
    if (row.request() == null) {
      node.putNull("request");
    } else {
      node.putObject("request")
          .put("method", row.request().method())
          .put("path", row.request().path())
          .set("body", row.request().body());
    }
    node.put("problem", row.problem()).put("tenant", row.tenant()).put("target", row.target());
    ArrayNode fields = node.putArray("fields");
    row.fields()
        .forEach(
            field ->
                fields
                    .addObject()
                    .put("field", field.field())
                    .put("before", field.before())
                    .put("after", field.after()));
    node.set("waitsFor", row.waitsFor() == null ? null : place(row.waitsFor()));
    row.usedBy().forEach(node.putArray("usedBy")::add);
    row.notes().forEach(node.putArray("notes")::add);
    return node;
  }

  private static ObjectNode place(RowPlace at) {
    return Json.NODES.objectNode().put("file", at.file()).put("row", at.row());
  }
}
