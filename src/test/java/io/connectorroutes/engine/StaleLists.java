package io.connectorroutes.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.sandbox.Sandbox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Pages of lists from a moment ago: Graph's replicas follow what was written with a delay. Each
 * page of a list may be of another moment, and is no older than a lost answer is waited for.
 */
final class StaleLists {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a tenant held until that time. */
  private record Held(JsonNode tenant, Instant until) {}

  private final Sandbox sandbox;
  private final Duration oldest;
  private final int pageSize;
  private final RandomGenerator random;
  private final Map<String, List<Held>> held = new HashMap<>();

  StaleLists(Sandbox sandbox, Duration oldest, int pageSize, RandomGenerator random) {
    this.sandbox = sandbox;
    this.oldest = oldest;
    this.pageSize = pageSize;
    this.random = random;
  }

  /** Remembers what a tenant holds, before a call that may alter it. */
  void remember(String tenant, Instant now) {
    List<Held> all = held.computeIfAbsent(tenant, any -> new ArrayList<>());
    all.removeIf(one -> one.until().plus(oldest).isBefore(now));
    all.add(new Held(sandbox.state(tenant), now));
  }

  /** The same answer, its pages of lists perhaps those of a moment ago. */
  GraphResponse aged(GraphRequest request, GraphResponse response) throws IOException {
    if (response.status() != 200 || response.body().length == 0) {
      return response;
    }
    JsonNode body = JSON.readTree(response.body());
    if (isList(request.method(), request.path())) {
      age(request.account(), request.path(), (ObjectNode) body);
    } else if (request.path().endsWith("/$batch")) {
      String version = request.path().substring(0, request.path().lastIndexOf('/'));
      Map<String, JsonNode> items = new HashMap<>();
      request.body().path("requests").forEach(item -> items.put(item.path("id").asText(), item));
      for (JsonNode item : body.path("responses")) {
        JsonNode asked = items.get(item.path("id").asText());
        String url = version + asked.path("url").asText();
        if (isList(asked.path("method").asText(), url) && item.path("status").asInt() == 200) {
          age(request.account(), url, (ObjectNode) item.path("body"));
        }
      }
    }
    return new GraphResponse(response.status(), response.headers(), JSON.writeValueAsBytes(body));
  }

  private static boolean isList(String method, String path) {
    return method.equals("GET") && (kind(path).equals("apiConnectors") || isGroups(path));
  }

  private static boolean isGroups(String path) {
    return kind(path).equals("connectorGroups");
  }

  private static String kind(String path) {
    String plain = path.split("\\?", 2)[0];
    return plain.substring(plain.lastIndexOf('/') + 1);
  }

  private void age(String tenant, String path, ObjectNode page) {
    List<Held> moments = held.getOrDefault(tenant, List.of());
    if (moments.isEmpty() || random.nextInt(3) == 0) {
      return;
    }
    JsonNode all = moments.get(random.nextInt(moments.size())).tenant().path(kind(path));
    String[] parts = path.split("\\$skiptoken=", 2);
    int from = Math.min(all.size(), parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
    int to = Math.min(all.size(), from + pageSize);
    ArrayNode value = page.putArray("value");
    for (int i = from; i < to; i++) {
      value.add(all.get(i));
    }
    page.remove("@odata.nextLink");
    if (to < all.size()) {
      String plain = path.split("\\?", 2)[0];
      page.put("@odata.nextLink", sandbox.root() + plain + "?$skiptoken=" + to);
    }
  }
}
