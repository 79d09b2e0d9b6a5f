package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/**
 * A JSON document with one array, whose elements are written as they come. Nothing is written
 * before the first one, and it is whole only once it is ended.
 */
final class JsonList {
  private final PrintWriter out;
  private final String begin;
  private boolean isEmpty = true;

  JsonList(PrintWriter out, String name) {
    this.out = out;
    this.begin = "{\n  \"" + name + "\" : [ ";
  }

  void add(JsonNode element) {
    out.print((isEmpty ? begin : ", ") + Json.print(element).replace("\n", "\n  "));
    isEmpty = false;
  }

  /** Where all went well. */
  void end() {
    out.println(isEmpty ? begin + "]\n}" : " ]\n}");
  }
}
