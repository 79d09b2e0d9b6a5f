package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Journal and faults as JSON, with secrets masked and absent values left out. */
final class ControlJson {
  private ControlJson() {}

  static ObjectNode of(JournalEntry entry) {
    ObjectNode json = SandboxJson.object();
    json.put("n", entry.n()).put("tenant", entry.tenant()).put("time", entry.time().toString());
    json.put("method", entry.method()).put("path", entry.path());
    if (entry.query() != null) {
      json.put("query", entry.query());
    }
    ObjectNode headers = json.putObject("headers");
    entry.headers().forEach(headers::put);
    if (entry.body() != null) {
      json.set("body", SandboxJson.masked(entry.body()));
    }
    if (entry.status() != null) {
      json.put("status", entry.status());
    }
    json.put("applied", entry.applied());
    if (entry.fault() != null) {
      json.put("fault", entry.fault());
    }
    json.put("delivered", entry.delivered());
    if (entry.parent() != null) {
      json.put("parent", entry.parent()).put("batchId", entry.batchId());
    }
    return json;
  }

  static ObjectNode of(Faults.Count count) {
    ObjectNode json = SandboxJson.object();
    json.set("fault", SandboxJson.masked(SandboxJson.MAPPER.valueToTree(count.fault())));
    return json.put("met", count.met()).put("fired", count.fired());
  }

  static ObjectNode of(FiredFault fired) {
    return SandboxJson.object()
        .put("action", fired.fault().action().wireName())
        .put("request", fired.request())
        .put("time", fired.time().toString())
        .put("tenant", fired.tenant())
        .put("method", fired.method())
        .put("path", fired.path());
  }
}
