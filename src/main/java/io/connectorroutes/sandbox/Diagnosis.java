package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/**
 * What every answer tells for support: the headers that Microsoft's page "Best practices for
 * working with Microsoft Graph" asks clients to log, and the error body of the page "Microsoft
 * Graph error responses and resource types" that repeats them.
 *
 * @param requestId of this request, made by the server
 * @param clientRequestId as the client gave it, else the request's id
 * @param time of arrival
 */
record Diagnosis(String requestId, String clientRequestId, Instant time) {
  private static final String AGS =
      "{\"ServerInfo\":{\"DataCenter\":\"Sandbox\",\"Slice\":\"E\",\"Ring\":\"1\","
          + "\"ScaleUnit\":\"000\",\"RoleInstance\":\"SANDBOX\"}}";

  static Diagnosis of(Arrival arrival, Clock clock) {
    String requestId = UUID.randomUUID().toString();
    return new Diagnosis(
        requestId, arrival.headers().getOrDefault("client-request-id", requestId), clock.instant());
  }

  Map<String, String> headers() {
    return Map.of(
        "request-id", requestId,
        "client-request-id", clientRequestId,
        "x-ms-ags-diagnostic", AGS);
  }

  Reply error(Refusal refusal) {
    Map<String, String> headers =
        refusal.retryAfterSeconds() == 0
            ? Map.of()
            : Map.of("Retry-After", Long.toString(refusal.retryAfterSeconds()));
    return new Reply(refusal.status(), headers, errorBody(refusal.code(), refusal.getMessage()));
  }

  /** The answer of a fault that gives one. */
  Reply reply(Fault fault) {
    Map<String, String> headers = fault.headers() == null ? Map.of() : fault.headers();
    if (fault.body() != null || fault.status() < 400) {
      return new Reply(fault.status(), headers, fault.body());
    }
    String code = fault.code() == null ? usualCode(fault.status()) : fault.code();
    String message = fault.message() == null ? "A planned fault." : fault.message();
    return new Reply(fault.status(), headers, errorBody(code, message));
  }

  private ObjectNode errorBody(String code, String message) {
    ObjectNode body = SandboxJson.object();
    body.putObject("error")
        .put("code", code)
        .put("message", message)
        .putObject("innerError")
        .put("date", time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""))
        .put("request-id", requestId)
        .put("client-request-id", clientRequestId);
    return body;
  }

  private static String usualCode(int status) {
    return switch (status) {
      case 400 -> "BadRequest";
      case 401 -> "InvalidAuthenticationToken";
      case 403 -> "Authorization_RequestDenied";
      case 404 -> "Request_ResourceNotFound";
      case 429 -> "TooManyRequests";
      case 503 -> "ServiceUnavailable";
      case 504 -> "GatewayTimeout";
      default -> status >= 500 ? "InternalServerError" : "Request_BadRequest";
    };
  }
}
