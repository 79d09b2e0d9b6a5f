package io.connectorroutes.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes a reply to a connection. */
final class HttpAnswer {
  private HttpAnswer() {}

  /**
   * Writes status, headers and body and ends the exchange.
   *
   * @throws IOException where the client has gone
   */
  static void write(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = bytes(reply);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private static byte[] bytes(Reply reply) throws IOException {
    if (reply.body() == null) {
      return new byte[0];
    }
    return reply.body().isTextual()
        ? reply.body().textValue().getBytes(StandardCharsets.UTF_8)
        : SandboxJson.MAPPER.writeValueAsBytes(reply.body());
  }
}
