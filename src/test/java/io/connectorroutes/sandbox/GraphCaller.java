package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls a sandbox over HTTP, one connection per caller, never twice for one request. */
final class GraphCaller {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(2))
          .build();
  private final Sandbox sandbox;

  GraphCaller(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** What came back; the body is missing where there was none. */
  record Back(int status, HttpResponse<String> response, JsonNode body) {
    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    String error() {
      return body.at("/error/message").asText();
    }

    String code() {
      return body.at("/error/code").asText();
    }
  }

  Back get(String path) throws Exception {
    return call("GET", path, null);
  }

  Back delete(String path) throws Exception {
    return call("DELETE", path, null);
  }

  Back post(String path, String json) throws Exception {
    return call("POST", path, json);
  }

  Back patch(String path, String json) throws Exception {
    return call("PATCH", path, json);
  }

  Back put(String path, String json) throws Exception {
    return call("PUT", path, json);
  }

  Back call(String method, String path, String json) throws Exception {
    return json == null
        ? call(method, path, null, "x-nothing", "here")
        : call(method, path, json, "Content-Type", "application/json");
  }

  Back call(String method, String path, String body, String... headers) throws Exception {
    HttpRequest request = request(method, path, body, headers);
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    return new Back(response.statusCode(), response, json(response));
  }

  HttpRequest request(String method, String path, String body, String... headers) {
    return HttpRequest.newBuilder(URI.create(sandbox.root() + path))
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .timeout(Duration.ofMinutes(2))
        .headers(headers)
        .build();
  }

  HttpClient client() {
    return client;
  }

  /** Makes an API connector and gives its id. */
  String apiConnector(String displayName) throws Exception {
    return post("/v1.0/identity/apiConnectors", newApiConnector(displayName))
        .body()
        .path("id")
        .asText();
  }

  static String newApiConnector(String displayName) {
    return """
    {"displayName": "%s", "targetUrl": "https://someapi.com/api",
     "authenticationConfiguration": {"@odata.type": "#microsoft.graph.basicAuthentication",
       "username": "user", "password": "pass-of-%s"}}
    """
        .formatted(displayName, displayName);
  }

  static JsonNode json(String text) throws IOException {
    return MAPPER.readTree(text);
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    boolean isJson =
        response.headers().firstValue("Content-Type").orElse("").equals("application/json");
    return MAPPER.readTree(isJson ? response.body() : "");
  }
}
