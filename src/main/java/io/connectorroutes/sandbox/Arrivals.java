package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads requests from connections. */
final class Arrivals {
  /** Far above a batch of 20 with certificates. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private static final String BEARER = "Bearer ";
  private static final List<String> LOOPBACK = List.of("localhost:", "127.0.0.1:");

  private final boolean requireBearer;
  private final Function<String, String> tenantOf;
  private final String scheme;

  Arrivals(SandboxOptions options) {
    this.requireBearer = options.requireBearer();
    this.tenantOf = options.tenantOf();
    this.scheme = options.scheme();
  }

  /**
   * Reads a whole request.
   *
   * @throws IOException where the connection breaks
   */
  Arrival read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    Headers headers = exchange.getRequestHeaders();
    String token = token(headers);
    Refusal flaw = flaw(exchange.getRequestMethod(), headers, token, body);
    JsonNode json = null;
    if (flaw == null && body.length > 0) {
      try {
        json = SandboxJson.read(body);
      } catch (Refusal unreadable) {
        flaw = unreadable;
      }
    }
    return new Arrival(
        root(exchange),
        tenant(headers, token),
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        exchange.getRequestURI().getRawQuery(),
        kept(headers),
        json,
        flaw,
        null,
        null);
  }

  private Refusal flaw(String method, Headers headers, String token, byte[] body) {
    if (requireBearer && token == null) {
      return new Refusal(401, "InvalidAuthenticationToken", "Access token is empty.");
    }
    if (body.length > MOST_BYTES) {
      return new Refusal(413, "RequestEntityTooLarge", "The request body is too large.");
    }
    return BodyRules.flaw(method, body.length > 0, headers.getFirst("Content-Type")).orElse(null);
  }

  private static String token(Headers headers) {
    String authorization = headers.getFirst("Authorization");
    boolean bearer =
        authorization != null
            && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            && authorization.length() > BEARER.length();
    return bearer ? authorization.substring(BEARER.length()).trim() : null;
  }

  private String tenant(Headers headers, String token) {
    return Stream.of(tenantOf.apply(token), headers.getFirst("X-Sandbox-Tenant"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(Tenants.DEFAULT);
  }

  /** The loopback name that the client called, since its references carry it. */
  private String root(HttpExchange exchange) {
    int port = exchange.getLocalAddress().getPort();
    String host =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
            .filter(h -> LOOPBACK.stream().anyMatch(l -> h.equals(l + port)))
            .orElse("127.0.0.1:" + port);
    return scheme + "://" + host;
  }

  private static Map<String, String> kept(Headers headers) {
    Map<String, String> kept = new HashMap<>();
    headers.forEach((name, values) -> kept.put(name.toLowerCase(Locale.ROOT), joined(values)));
    kept.remove("authorization");
    return Map.copyOf(kept);
  }

  private static String joined(List<String> values) {
    return String.join(", ", values);
  }
}
