package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * One HTTP request to Graph. {@code toString} shows no body.
 *
 * @param method GET, POST, PATCH, PUT or DELETE
 * @param path begins with {@code /} and the version; every segment percent-encoded, the query
 *     included where there is one ({@code /v1.0/identity/apiConnectors/…})
 * @param body sent as {@code application/json}; null for none
 * @param account whose token it carries
 * @param clientRequestId a fresh UUID
 * @param traceparent W3C's header of the span that it is; null where it is not traced
 */
public record GraphRequest(
    String method,
    String path,
    JsonNode body,
    String account,
    String clientRequestId,
    String traceparent) {

  /** A request that is not traced. */
  public GraphRequest(
      String method, String path, JsonNode body, String account, String clientRequestId) {
    this(method, path, body, account, clientRequestId, null);
  }

  /** The same as that span. */
  public GraphRequest tracedBy(String span) {
    return new GraphRequest(method, path, body, account, clientRequestId, span);
  }

  /** The same request, to be sent once more: it has an id of its own. */
  public GraphRequest again() {
    return new GraphRequest(method, path, body, account, UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
