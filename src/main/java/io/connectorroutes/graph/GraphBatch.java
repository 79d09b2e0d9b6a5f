package io.connectorroutes.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Several requests in one, by the rules of Microsoft's page "Combine multiple HTTP requests using
 * JSON batching". Items are told apart by their place, counted from 1; Graph answers them in any
 * order.
 */
public final class GraphBatch {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REQUEST_ID = "request-id";

  private GraphBatch() {}

  /** The version that a request is for: a batch holds requests of one version only. */
  public static String version(GraphRequest request) {
    return request.path().substring(1, versionEnd(request));
  }

  /** How many bytes a request's body adds to a batch. */
  public static int bytes(GraphRequest request) {
    return request.body() == null ? 0 : bytes(request.body()).length;
  }

  /**
   * The request that takes all of these along.
   *
   * @param requests at least one, of one account and one version
   */
  public static GraphRequest request(List<GraphRequest> requests) {
    GraphRequest first = requests.get(0);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode items = body.putArray("requests");
    for (GraphRequest request : requests) {
      items.add(item(items.size() + 1, request));
    }
    return new GraphRequest(
        "POST",
        "/" + version(first) + "/$batch",
        body,
        first.account(),
        UUID.randomUUID().toString());
  }

  /**
   * The answers to the items, in the order of the requests.
   *
   * @param response a success
   * @param items how many there were in the batch
   * @return empty for an item that has no answer, or none that can be read
   * @throws IOException where the answer is none to a batch; the message shows nothing of it
   */
  public static List<Optional<GraphResponse>> responses(GraphResponse response, int items)
      throws IOException {
    Map<String, JsonNode> byId = new HashMap<>();
    for (JsonNode answer : answers(response.body())) {
      byId.putIfAbsent(answer.path("id").asText(""), answer);
    }
    List<Optional<GraphResponse>> responses = new ArrayList<>();
    for (int i = 1; i <= items; i++) {
      responses.add(
          Optional.ofNullable(byId.get(Integer.toString(i)))
              .filter(answer -> answer.path("status").isInt())
              .map(answer -> of(answer, response)));
    }
    return List.copyOf(responses);
  }

  private static ObjectNode item(int number, GraphRequest request) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("id", Integer.toString(number));
    item.put("method", request.method());
    item.put("url", request.path().substring(versionEnd(request)));
    ObjectNode headers = item.putObject("headers");
    headers.put("client-request-id", request.clientRequestId());
    if (request.traceparent() != null) {
      headers.put("traceparent", request.traceparent());
    }
    if (request.body() != null) {
      headers.put("Content-Type", "application/json");
      item.set("body", request.body());
    }
    return item;
  }

  private static int versionEnd(GraphRequest request) {
    return request.path().indexOf('/', 1);
  }

  private static JsonNode answers(byte[] body) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (IOException e) {
      // The parser's own message quotes the text, and an answer can hold user names.
      throw new IOException("the answer to a batch is not JSON", null);
    }
    if (json == null || !json.path("responses").isArray()) {
      throw new IOException("the answer to a batch has no array \"responses\"");
    }
    return json.path("responses");
  }

  private static GraphResponse of(JsonNode answer, GraphResponse whole) {
    Map<String, String> headers = new HashMap<>();
    answer
        .path("headers")
        .properties()
        .forEach(
            header ->
                headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
    if (whole.headers().containsKey(REQUEST_ID)) {
      headers.putIfAbsent(REQUEST_ID, whole.headers().get(REQUEST_ID));
    }
    return new GraphResponse(
        answer.path("status").intValue(), headers, body(answer.get("body")), whole.sent());
  }

  private static byte[] body(JsonNode body) {
    if (body == null || body.isNull()) {
      return new byte[0];
    }
    return body.isTextual() ? body.textValue().getBytes(StandardCharsets.UTF_8) : bytes(body);
  }

  private static byte[] bytes(JsonNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a body cannot be written as JSON", e);
    }
  }
}
