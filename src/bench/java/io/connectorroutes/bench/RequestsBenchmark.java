package io.connectorroutes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** How many Graph requests a change costs, for each operation, by id and by name. */
final class RequestsBenchmark implements Benchmark {
  private static final int CHANGES = 20;
  private static final String AUTHENTICATION =
      "\"authenticationConfiguration\":{\"@odata.type\":\"#microsoft.graph.basicAuthentication\",\"username\":\"u\",\"password\":\"p\"}";
  private static final String CERTIFICATE = "{\"pkcs12Value\":\"TUlJ\",\"password\":\"p\"}";
  private static final String STEP = ",\"step\":\"postAttributeCollection\"";

  @Override
  public List<Table> run(Path folder) throws Exception {
    Table table =
        new Table(
            "Graph requests a change, %d changes in a file, one tenant".formatted(CHANGES),
            "operation",
            "addressed",
            "requests a change",
            "of them look-ups",
            "HTTP calls a change");
    try (Graph graph = Graph.start(GraphOptions.of(2 * CHANGES, 5), folder);
        Ours ours =
            Ours.start(
                graph,
                folder.resolve("home"),
                1,
                Map.of("graph.budget", "none", "certificates.check", "off"))) {
      for (Map.Entry<String, IntFunction<String>> kind : changes().entrySet()) {
        measure(table, graph, ours, kind.getKey(), kind.getValue());
      }
    }
    return List.of(table);
  }

  private static void measure(
      Table table, Graph graph, Ours ours, String kind, IntFunction<String> change)
      throws Exception {
    int before = graph.requests().size();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      lines.add(change.apply(i));
    }
    String[] parts = kind.split(", ", 2);
    String file = kind.replaceAll("[^A-Za-z]+", "-") + ".jsonl";
    ours.drop(file, lines);
    requireGood(ours.manifest(file));
    List<GraphRequest> all = graph.requests();
    List<GraphRequest> made = all.subList(before, all.size());
    double requests = made.stream().filter(r -> !r.batch()).count();
    double reads = made.stream().filter(r -> r.method().equals("GET")).count();
    double calls = made.stream().filter(r -> !r.item()).count();
    table.row(parts[0], parts[1], requests / CHANGES, reads / CHANGES, calls / CHANGES);
  }

  private static void requireGood(JsonNode manifest) {
    JsonNode counts = manifest.path("counts");
    if (counts.path("applied").asInt() + counts.path("no-op").asInt() != CHANGES) {
      throw new IllegalStateException("not all are applied: " + manifest);
    }
  }

  /** In an order in which each finds what it needs; a group with connectors keeps its region. */
  private static Map<String, IntFunction<String>> changes() {
    Map<String, IntFunction<String>> all = new LinkedHashMap<>();
    all.put("apiConnector.create, -", i -> connector("create", null, created(i)));
    all.put("apiConnector.update, by id", i -> connector("update", id(i), url("id", i)));
    all.put("apiConnector.update, by name", i -> connector("update", name(i), url("name", i)));
    all.put(
        "apiConnector.upsert, by name, new",
        i -> connector("upsert", named("Upserted " + i), upserted(i)));
    all.put(
        "apiConnector.upsert, by name, there",
        i -> connector("upsert", name(i), full("changed", i)));
    all.put(
        "apiConnector.uploadClientCertificate, by id",
        i -> connector("uploadClientCertificate", id(i), CERTIFICATE));
    all.put(
        "apiConnector.uploadClientCertificate, by name",
        i -> connector("uploadClientCertificate", name(CHANGES + i), CERTIFICATE));
    all.put("userFlow.enableApiConnector, by id", i -> enable(i, id(i)));
    all.put("userFlow.enableApiConnector, by name", i -> enable(i, name(i)));
    all.put(
        "userFlow.disableApiConnector, by id",
        i -> change("userFlow.disableApiConnector", flow(i), null));
    all.put("apiConnector.delete, by id", i -> connector("delete", id(i), null));
    all.put("apiConnector.delete, by name", i -> connector("delete", name(CHANGES + i), null));
    all.put(
        "connector.update, by id",
        i ->
            change(
                "connector.update",
                target(Seeded.connector(i)),
                "{\"externalIp\":\"10.0.0." + i + "\"}"));
    all.put("connector.moveToGroup, by id", i -> move(i, target(Seeded.group(i))));
    all.put("connector.moveToGroup, by name", i -> move(i, groupName(i)));
    all.put("connectorGroup.create, -", i -> group("create", null, "{\"name\":\"New " + i + "\"}"));
    all.put(
        "connectorGroup.update, by id",
        i -> group("update", target(Seeded.group(CHANGES + i)), "{\"region\":\"eur\"}"));
    all.put(
        "connectorGroup.update, by name",
        i -> group("update", groupName(CHANGES + i), "{\"region\":\"nam\"}"));
    all.put(
        "connectorGroup.delete, by id",
        i -> group("delete", target(Seeded.group(CHANGES + i)), null));
    all.put(
        "connectorGroup.delete, by name",
        i -> group("delete", "{\"name\":\"New " + i + "\"}", null));
    return all;
  }

  private static String connector(String operation, String target, String properties) {
    return change("apiConnector." + operation, target, properties);
  }

  private static String group(String operation, String target, String properties) {
    return change("connectorGroup." + operation, target, properties);
  }

  private static String move(int number, String group) {
    return change(
        "connector.moveToGroup",
        target(Seeded.connector(number)),
        "{\"connectorGroup\":" + group + "}");
  }

  private static String enable(int number, String connector) {
    return change(
        "userFlow.enableApiConnector", flow(number), "{\"apiConnector\":" + connector + "}");
  }

  private static String flow(int number) {
    return "{\"userFlowId\":\"" + Seeded.userFlow(number) + "\"" + STEP + "}";
  }

  private static String id(int number) {
    return target(Seeded.apiConnector(number));
  }

  private static String target(String id) {
    return "{\"id\":\"" + id + "\"}";
  }

  private static String name(int number) {
    return named(Seeded.apiConnectorName(number));
  }

  private static String named(String name) {
    return "{\"displayName\":\"" + name + "\"}";
  }

  private static String groupName(int number) {
    return "{\"name\":\"" + Seeded.groupName(number) + "\"}";
  }

  private static String created(int number) {
    return "{\"displayName\":\"Created " + number + "\"," + body("created", number) + "}";
  }

  private static String upserted(int number) {
    return "{\"displayName\":\"Upserted " + number + "\"," + body("upserted", number) + "}";
  }

  private static String full(String series, int number) {
    return "{\"displayName\":\""
        + Seeded.apiConnectorName(number)
        + "\","
        + body(series, number)
        + "}";
  }

  private static String url(String series, int number) {
    return "{\"targetUrl\":\"https://api.example.com/" + series + "/" + number + "\"}";
  }

  private static String body(String series, int number) {
    return "\"targetUrl\":\"https://api.example.com/"
        + series
        + "/"
        + number
        + "\","
        + AUTHENTICATION;
  }

  private static String change(String operation, String target, String properties) {
    return "{\"operation\":\"%s\",\"tenant\":\"%s\"%s%s}"
        .formatted(
            operation,
            Seeded.tenantAlias(0),
            target == null ? "" : ",\"target\":" + target,
            properties == null ? "" : ",\"properties\":" + properties);
  }
}
