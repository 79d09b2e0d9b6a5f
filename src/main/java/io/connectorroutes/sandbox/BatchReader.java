package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the requests of a batch by the rules of Microsoft's page "Combine multiple HTTP requests
 * using JSON batching". What breaks them refuses the whole batch.
 */
final class BatchReader {
  private static final int MOST = 20;
  private static final Set<String> FIELDS =
      Set.of("id", "method", "url", "headers", "body", "dependsOn");
  private static final Set<String> WRITING = Set.of("POST", "PUT", "PATCH");

  private final Arrival batch;
  private final long number;
  private final Set<String> ids = new HashSet<>();

  private BatchReader(Arrival batch, long number) {
    this.batch = batch;
    this.number = number;
  }

  /**
   * The items of a batch.
   *
   * @param number of the batch in the journal
   * @throws Refusal where the batch is malformed; names the item
   */
  static List<BatchItem> read(Arrival batch, long number) {
    return new BatchReader(batch, number).items();
  }

  private List<BatchItem> items() {
    JsonNode requests = batch.body() == null ? null : batch.body().get("requests");
    if (requests == null || !requests.isArray() || requests.isEmpty() || batch.body().size() != 1) {
      throw Refusal.badRequest(
          "Invalid batch payload format: the body must be an object of one array 'requests'.");
    }
    if (requests.size() > MOST) {
      throw Refusal.badRequest(
          "Number of batch request steps exceeds the maximum value of " + MOST + ".");
    }
    List<BatchItem> items = new ArrayList<>();
    requests.forEach(r -> items.add(item(r)));
    return items;
  }

  private BatchItem item(JsonNode request) {
    if (!(request instanceof ObjectNode)) {
      throw Refusal.badRequest("Invalid batch payload format: a request is no object.");
    }
    String id = text(request, "id", "?");
    check(!id.isEmpty(), id, "has an empty id");
    request.fieldNames().forEachRemaining(f -> check(FIELDS.contains(f), id, "has unknown " + f));
    List<String> dependsOn = dependsOn(request, id);
    check(ids.add(id.toLowerCase(Locale.ROOT)), id, "has an id that is not unique");
    String method = text(request, "method", id);
    String url = url(request, id);
    Map<String, String> headers = headers(request, id);
    JsonNode body = request.get("body");
    if (body != null || WRITING.contains(method)) {
      check(
          body != null && headers.containsKey("content-type"),
          id,
          "does not contain Content-Type header or body");
    }
    return new BatchItem(id, arrival(id, method, url, headers, body), dependsOn);
  }

  private Arrival arrival(
      String id, String method, String url, Map<String, String> headers, JsonNode body) {
    String version = batch.path().substring(0, batch.path().indexOf('/', 1));
    String path = version + (url.startsWith("/") ? "" : "/") + url;
    int query = path.indexOf('?');
    return new Arrival(
        batch.root(),
        batch.tenant(),
        method,
        query < 0 ? path : path.substring(0, query),
        query < 0 ? null : path.substring(query + 1),
        headers,
        body,
        BodyRules.flaw(method, body != null, headers.get("content-type")).orElse(null),
        number,
        id);
  }

  private static String url(JsonNode request, String id) {
    String url = text(request, "url", id);
    check(!url.isEmpty() && !url.contains("://"), id, "has a url that is not relative");
    check(!url.matches("/?\\$batch.*"), id, "is a batch");
    return url;
  }

  private static Map<String, String> headers(JsonNode request, String id) {
    JsonNode headers = request.path("headers");
    check(headers.isMissingNode() || headers.isObject(), id, "has headers that are no object");
    Map<String, String> byName = new HashMap<>();
    headers
        .properties()
        .forEach(
            h -> {
              check(h.getValue().isTextual(), id, "has a header that is no string");
              byName.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue().textValue());
            });
    byName.remove("authorization");
    return Map.copyOf(byName);
  }

  private List<String> dependsOn(JsonNode request, String id) {
    JsonNode dependsOn = request.path("dependsOn");
    check(dependsOn.isMissingNode() || dependsOn.isArray(), id, "has dependsOn that is no array");
    List<String> others = new ArrayList<>();
    for (JsonNode other : dependsOn) {
      String key = other.asText().toLowerCase(Locale.ROOT);
      check(ids.contains(key), id, "depends on " + other + ", which is no earlier request");
      others.add(key);
    }
    return List.copyOf(others);
  }

  private static String text(JsonNode request, String field, String id) {
    JsonNode value = request.path(field);
    check(value.isTextual(), id, "has no string '" + field + "'");
    return value.textValue();
  }

  private static void check(boolean holds, String id, String what) {
    if (!holds) {
      throw Refusal.badRequest("Request id : " + id + " " + what + ".");
    }
  }
}
