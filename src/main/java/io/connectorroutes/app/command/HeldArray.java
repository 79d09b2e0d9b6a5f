package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** An array of a JSON document, of any number of elements, that is written once all are known. */
final class HeldArray {
  private final HeldLines elements = new HeldLines();
  private final PrintWriter out;
  private boolean hasBegun;

  HeldArray(PrintWriter out) {
    this.out = out;
  }

  void add(JsonNode element) {
    elements.add(Json.line(element));
  }

  /** Once. */
  void print() {
    elements.forEach(
        element -> {
          out.print((hasBegun ? ",\n  " : "[\n  ") + element);
          hasBegun = true;
        });
    out.print(hasBegun ? "\n]" : "[]");
  }
}
