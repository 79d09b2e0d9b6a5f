package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One HTTP request to Graph. {@code toString} shows no body.
 *
 * @param method GET, POST, PATCH, PUT or DELETE
 * @param path begins with {@code /} and the version; every segment percent-encoded, the query
 *     included where there is one ({@code /v1.0/identity/apiConnectors/…})
 * @param body sent as {@code application/json}; null for none
 * @param account whose token it carries
 * @param clientRequestId a fresh UUID
 */
public record GraphRequest(
    String method, String path, JsonNode body, String account, String clientRequestId) {

  @Override
  public String toString() {
    return method + " " + path;
  }
}
