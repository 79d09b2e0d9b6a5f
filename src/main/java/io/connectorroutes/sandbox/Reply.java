package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer before it is written, to a connection or into the answer of a batch.
 *
 * @param status HTTP status
 * @param headers besides Content-Type and those of every answer
 * @param body null for none; a text node is sent as it is, as text/plain
 */
record Reply(int status, Map<String, String> headers, JsonNode body) {

  static Reply of(int status, JsonNode body) {
    return new Reply(status, Map.of(), body);
  }

  static Reply noContent() {
    return new Reply(204, Map.of(), null);
  }

  /** This reply with further headers; where both name one, this reply's own stands. */
  Reply withDefaults(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    if (body != null) {
      all.put("Content-Type", body.isTextual() ? "text/plain" : "application/json");
    }
    all.putAll(headers);
    return new Reply(status, all, body);
  }

  boolean succeeded() {
    return status >= 200 && status < 300;
  }
}
