package io.connectorroutes.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From a queue message being sent to its Graph request being received, on an idle system. */
final class LatencyBenchmark implements Benchmark {
  private static final int WARM_UP = 200;
  private static final int MESSAGES = 300;
  private static final int PACE_MILLIS = 50;
  private static final Updates WARM = new Updates("warm", 0, 1, WARM_UP);
  private static final Updates MEASURED = new Updates("measured", 0, 1, MESSAGES);

  @Override
  public List<Table> run(Path folder) throws Exception {
    try (Graph graph = Graph.start(GraphOptions.of(MESSAGES, 5), folder);
        Broker broker = Broker.start(folder.resolve("broker"));
        Ours ours = Ours.start(graph, folder.resolve("home"), 1, keys(broker))) {
      send(broker, WARM);
      ours.outcomes("warm", WARM_UP);
      Map<String, Instant> sent = send(broker, MEASURED);
      ours.outcomes("measured", MESSAGES);
      Percentiles millis = Percentiles.of(latencies(sent, graph.requests()));
      return List.of(
          new Table(
                  "Latency: queue message sent to Graph request received, idle system",
                  "messages",
                  "p50 ms",
                  "p99 ms",
                  "most ms")
              .row(MESSAGES, millis.at(50), millis.at(99), millis.at(100)));
    }
  }

  private static Map<String, String> keys(Broker broker) {
    Map<String, String> keys = new TreeMap<>(broker.keys());
    keys.put("graph.budget", "none");
    return keys;
  }

  /** Gives when each was sent, by its URL. */
  private static Map<String, Instant> send(Broker broker, Updates updates) {
    Map<String, Instant> sent = new TreeMap<>();
    Pace pace = new Pace(PACE_MILLIS);
    for (int number = 0; number < updates.perTenant(); number++) {
      pace.await();
      sent.put(updates.url(0, number), Instant.now());
      broker.send(updates.line(0, number));
    }
    return sent;
  }

  private static List<Double> latencies(Map<String, Instant> sent, List<GraphRequest> requests) {
    Map<String, Instant> received =
        requests.stream()
            .filter(MEASURED::contains)
            .collect(Collectors.toMap(GraphRequest::targetUrl, GraphRequest::time));
    List<Double> millis = new ArrayList<>();
    sent.forEach((url, at) -> millis.add(Seconds.between(at, received.get(url)) * 1_000));
    return millis;
  }
}
