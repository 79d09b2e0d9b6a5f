package io.connectorroutes.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/** Serves {@code /sandbox/…}: what came in, what it led to, and which faults are planned. */
final class Control implements HttpHandler {
  private final Sandbox sandbox;

  Control(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (request) {
        case "GET /sandbox/journal" -> writeJournal(exchange);
        case "GET /sandbox/state" -> answer(exchange, 200, sandbox.state());
        case "GET /sandbox/faults" -> answer(exchange, 200, faults());
        case "POST /sandbox/faults" -> addFaults(exchange, body);
        case "POST /sandbox/reset" -> {
          sandbox.reset();
          answer(exchange, 200, SandboxJson.object().put("reset", true));
        }
        default -> answer(exchange, 404, error("There is no '" + request + "'."));
      }
    }
  }

  private void addFaults(HttpExchange exchange, byte[] body) throws IOException {
    try {
      FaultPlan plan = FaultPlan.read(new ByteArrayInputStream(body));
      sandbox.addFaults(plan.faults());
      answer(exchange, 200, SandboxJson.object().put("added", plan.faults().size()));
    } catch (FaultPlanException e) {
      answer(exchange, 400, error(e.getMessage()));
    }
  }

  /** Entry by entry: a long journal would not fit in memory a second time. */
  private void writeJournal(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (JsonGenerator out = SandboxJson.MAPPER.createGenerator(exchange.getResponseBody())) {
      out.writeStartObject();
      out.writeArrayFieldStart("entries");
      for (JournalEntry entry : sandbox.journal()) {
        out.writeTree(ControlJson.of(entry));
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private ObjectNode faults() {
    ObjectNode faults = SandboxJson.object();
    ArrayNode planned = faults.putArray("planned");
    sandbox.faultCounts().forEach(c -> planned.add(ControlJson.of(c)));
    ArrayNode fired = faults.putArray("fired");
    sandbox.faultsFired().forEach(f -> fired.add(ControlJson.of(f)));
    return faults;
  }

  private static ObjectNode error(String message) {
    ObjectNode body = SandboxJson.object();
    body.putObject("error").put("code", "BadRequest").put("message", message);
    return body;
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    HttpAnswer.write(exchange, Reply.of(status, body).withDefaults(Map.of()));
  }
}
