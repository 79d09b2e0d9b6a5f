package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A JSON document with one array, whose elements are written as they come. */
final class JsonList implements AutoCloseable {
  private final PrintWriter out;
  private boolean isEmpty = true;

  /** Begins the document. */
  JsonList(PrintWriter out, String name) {
    this.out = out;
    out.print("{\n  \"" + name + "\" : [ ");
  }

  void add(JsonNode element) {
    out.print((isEmpty ? "" : ", ") + Json.print(element).replace("\n", "\n  "));
    isEmpty = false;
  }

  /** Ends the document. */
  @Override
  public void close() {
    out.println(isEmpty ? "]\n}" : " ]\n}");
  }
}
