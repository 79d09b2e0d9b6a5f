package io.connectorroutes.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** 1,000 updates of one tenant, with Graph's 200 a minute scaled down to 200 in 6 s. */
final class BudgetBenchmark implements Benchmark {
  private static final int BUDGET = 200;
  private static final int WINDOW_SECONDS = 6;

  /** An answer of Graph in 100 ms, scaled down like the window. */
  private static final int LATENCY_MILLIS = 10;

  /** Of other tenants, so that the budget of the measured one is whole. */
  private static final Updates WARM_UP = new Updates("warm", 1, 10, BUDGET);

  private static final Updates UPDATES = new Updates("measured", 0, 1, 1_000);
  private static final double IDEAL = (UPDATES.size() / BUDGET - 1) * WINDOW_SECONDS;

  private interface Contender {
    void run(Graph graph) throws Exception;
  }

  @Override
  public List<Table> run(Path folder) throws Exception {
    Table table =
        new Table(
            "Budget: 1,000 updates of one tenant at 200 in 6 s; ideal %.0f s".formatted(IDEAL),
            "contender",
            "s",
            "over the ideal",
            "requests",
            "answered 429",
            "lost",
            "doubled");
    double ours = measure(table, "ours", folder, graph -> ours(graph, folder));
    double threads =
        measure(table, "SDK, single calls in 20 threads", folder, graph -> sdk(graph, false, 20));
    double batches = measure(table, "SDK, batches", folder, graph -> sdk(graph, true, 1));
    table.row("SDK's single calls over ours", threads / ours, "", "", "", "", "");
    table.row("SDK's batches over ours", batches / ours, "", "", "", "", "");
    return List.of(table);
  }

  private static void ours(Graph graph, Path folder) throws Exception {
    Map<String, String> keys = new HashMap<>();
    keys.put("graph.budget", BUDGET + "/" + WINDOW_SECONDS + "s");
    try (Ours ours = Ours.start(graph, folder.resolve("home"), 1 + WARM_UP.tenants(), keys)) {
      ours.drop("warm.jsonl", WARM_UP.lines());
      ours.manifest("warm.jsonl");
      ours.drop("measured.jsonl", UPDATES.lines());
      ours.manifest("measured.jsonl");
    }
  }

  private static void sdk(Graph graph, boolean batch, int threads) throws Exception {
    Sdk.run(graph, new SdkTask(graph.root().toString(), batch, threads, List.of(WARM_UP), UPDATES));
  }

  /** Runs one contender; gives the seconds from the first request to the last. */
  private static double measure(Table table, String name, Path folder, Contender contender)
      throws Exception {
    Path own = Files.createTempDirectory(folder, "budget");
    GraphOptions options =
        new GraphOptions(UPDATES.perTenant(), LATENCY_MILLIS, BUDGET, WINDOW_SECONDS * 1_000);
    try (Graph graph = Graph.start(options, own)) {
      contender.run(graph);
      List<GraphRequest> counted =
          graph.requests().stream()
              .filter(request -> !request.batch() && !WARM_UP.contains(request))
              .toList();
      double seconds = seconds(counted);
      Map<String, Long> applied =
          counted.stream()
              .filter(request -> UPDATES.contains(request) && request.applied())
              .collect(Collectors.groupingBy(GraphRequest::targetUrl, Collectors.counting()));
      long throttled = counted.stream().filter(request -> request.status() == 429).count();
      table.row(
          name,
          seconds,
          seconds / IDEAL,
          counted.size(),
          "%.2f %%".formatted(throttled * 100.0 / counted.size()),
          UPDATES.size() - applied.size(),
          applied.values().stream().filter(times -> times > 1).count());
      return seconds;
    }
  }

  private static double seconds(List<GraphRequest> requests) {
    List<Instant> times = requests.stream().map(GraphRequest::time).toList();
    return Seconds.between(
        times.stream().min(Comparator.naturalOrder()).orElseThrow(),
        times.stream().max(Comparator.naturalOrder()).orElseThrow());
  }
}
