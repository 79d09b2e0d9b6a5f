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
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Pages of lists from a moment ago: Graph's replicas follow what was written with a delay. Each
 * page of a list may be of another moment, and is no older than a lost answer is waited for.
 */
final class StaleLists {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> KINDS = Set.of("apiConnectors", "connectorGroups");

  /** What a tenant held until that time. */
  private record Held(JsonNode tenant, Instant until) {}

  private final Sandbox sandbox;
  private final Duration oldest;
  private final int pageSize;
  private final RandomGenerator random;
  private final Map<String, List<Held>> held = new HashMap<>();

  /** The ids of all objects of a tenant and kind that ever were, as lists show them. */
  private final Map<String, List<String>> orders = new HashMap<>();

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
    JsonNode state = sandbox.state(tenant);
    all.add(new Held(state, now));
    for (String kind : KINDS) {
      List<String> order = orders.computeIfAbsent(tenant + " " + kind, any -> new ArrayList<>());
      state.path(kind).forEach(object -> noteOrder(order, object.path("id").asText()));
    }
  }

  private static void noteOrder(List<String> order, String id) {
    if (!order.contains(id)) {
      order.add(id);
    }
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
    return method.equals("GET") && KINDS.contains(kind(path));
  }

  private static String kind(String path) {
    String plain = path.split("\\?", 2)[0];
    return plain.substring(plain.lastIndexOf('/') + 1);
  }

  /**
   * The page shows what stood at a moment ago between the objects that it begins and ends with now:
   * only what is deleted between two pages moves the others, not that they are of two moments.
   */
  private void age(String tenant, String path, ObjectNode page) {
    List<Held> moments = held.getOrDefault(tenant, List.of());
    if (moments.isEmpty() || random.nextInt(3) == 0) {
      return;
    }
    String kind = kind(path);
    List<String> order = orders.getOrDefault(tenant + " " + kind, List.of());
    JsonNode now = sandbox.state(tenant).path(kind);
    String[] parts = path.split("\\$skiptoken=", 2);
    int from = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
    int first = from == 0 ? 0 : place(order, now.path(from));
    int end = place(order, now.path(from + pageSize));
    ArrayNode value = page.putArray("value");
    for (JsonNode object : moments.get(random.nextInt(moments.size())).tenant().path(kind)) {
      int place = place(order, object);
      if (place >= first && place < end) {
        value.add(object);
      }
    }
  }

  /**
   * Where an object stands in lists, beside all that ever were; behind them where there is none.
   */
  private static int place(List<String> order, JsonNode object) {
    int place = order.indexOf(object.path("id").asText());
    return place < 0 ? order.size() : place;
  }
}
