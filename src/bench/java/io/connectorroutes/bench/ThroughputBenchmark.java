package io.connectorroutes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** 10,000 updates over 500 tenants, no budget, 50 ms from request to answer. */
final class ThroughputBenchmark implements Benchmark {
  private static final int TENANTS = 500;
  private static final int LATENCY_MILLIS = 50;
  private static final int IN_FLIGHT = 8;

  /** What is measured is the work of a process that has run for a while, not its compilers'. */
  private static final List<Updates> WARM_UPS =
      IntStream.rangeClosed(1, 5).mapToObj(i -> new Updates("warm-" + i, 0, TENANTS, 20)).toList();

  private static final Updates MEASURED = new Updates("measured", 0, TENANTS, 20);

  /**
   * How a contender did.
   *
   * @param whole changes per second from being given the work to its end
   * @param delivery the same from the first request that Graph received
   * @param inFlight the most requests that were under way at once
   */
  private record Result(
      String name, double whole, double delivery, double cpuMillis, long calls, int inFlight) {}

  @Override
  public List<Table> run(Path folder) throws Exception {
    List<Result> results = new ArrayList<>();
    results.add(ours("ours, SQLite", Files.createDirectory(folder.resolve("sqlite")), Map.of()));
    try (Postgres postgres = Postgres.start()) {
      results.add(
          ours(
              "ours, PostgreSQL",
              Files.createDirectory(folder.resolve("postgres")),
              postgres.keys()));
    }
    Result batches =
        sdk(
            "SDK, batches in 8 threads",
            Files.createDirectory(folder.resolve("b")),
            true,
            IN_FLIGHT);
    Result singles =
        sdk(
            "SDK, single calls in 20 threads",
            Files.createDirectory(folder.resolve("s")),
            false,
            20);
    results.add(batches);
    results.add(singles);
    Table table =
        new Table(
            "Throughput: %,d updates over %d tenants, %d ms latency"
                .formatted(MEASURED.size(), TENANTS, LATENCY_MILLIS),
            "contender",
            "changes/s, delivery",
            "of the SDK's batches",
            "of its single calls",
            "changes/s, whole",
            "of the SDK's batches",
            "of its single calls",
            "CPU ms a change",
            "HTTP calls",
            "most in flight");
    for (Result result : results) {
      table.row(
          result.name,
          result.delivery,
          result.delivery / batches.delivery,
          result.delivery / singles.delivery,
          result.whole,
          result.whole / batches.whole,
          result.whole / singles.whole,
          result.cpuMillis,
          result.calls,
          result.inFlight);
    }
    return List.of(table);
  }

  private static Result ours(String name, Path folder, Map<String, String> ledger)
      throws Exception {
    Map<String, String> keys = new java.util.HashMap<>(ledger);
    keys.put("graph.budget", "none");
    keys.put("routes.directory", Routes.withConnections(IN_FLIGHT, folder).toString());
    try (Graph graph = Graph.start(GraphOptions.of(MEASURED.perTenant(), LATENCY_MILLIS), folder);
        Ours ours = Ours.start(graph, folder.resolve("home"), TENANTS, keys)) {
      for (Updates warmUp : WARM_UPS) {
        ours.drop(warmUp.series() + ".jsonl", warmUp.lines());
        ours.manifest(warmUp.series() + ".jsonl");
      }
      Duration before = ours.cpu();
      ours.drop("measured.jsonl", MEASURED.lines());
      JsonNode manifest = ours.manifest("measured.jsonl");
      Duration cpu = ours.cpu().minus(before);
      requireAllApplied(manifest);
      return result(
          name,
          graph,
          new Measured(
              Instant.parse(manifest.path("receivedAt").asText()),
              Instant.parse(manifest.path("completedAt").asText()),
              cpu));
    }
  }

  private static void requireAllApplied(JsonNode manifest) {
    int applied = manifest.path("counts").path("applied").asInt();
    if (applied != MEASURED.size()) {
      throw new IllegalStateException("applied are " + applied + " of " + MEASURED.size());
    }
  }

  private static Result sdk(String name, Path folder, boolean batch, int threads) throws Exception {
    try (Graph graph = Graph.start(GraphOptions.of(MEASURED.perTenant(), LATENCY_MILLIS), folder)) {
      SdkTask task = new SdkTask(graph.root().toString(), batch, threads, WARM_UPS, MEASURED);
      return result(name, graph, Sdk.run(graph, task));
    }
  }

  private static Result result(String name, Graph graph, Measured measured) throws Exception {
    List<GraphRequest> all = graph.requests();
    List<GraphRequest> changes = all.stream().filter(MEASURED::contains).toList();
    if (changes.stream().filter(GraphRequest::applied).count() != MEASURED.size()) {
      throw new IllegalStateException(name + " did not apply each update once");
    }
    Instant first =
        changes.stream().map(GraphRequest::time).min(Comparator.naturalOrder()).orElseThrow();
    List<GraphRequest> calls =
        all.stream().filter(r -> !r.item() && !r.time().isBefore(first)).toList();
    double size = MEASURED.size();
    return new Result(
        name,
        size / measured.seconds(),
        size / Seconds.between(first, measured.end()),
        Seconds.of(measured.cpu()) * 1_000 / size,
        calls.size(),
        inFlight(calls));
  }

  /** The most calls that arrived within one latency, which is how long each was under way. */
  private static int inFlight(List<GraphRequest> calls) {
    List<Instant> times = calls.stream().map(GraphRequest::time).sorted().toList();
    int most = 0;
    int oldest = 0;
    for (int i = 0; i < times.size(); i++) {
      while (!times.get(oldest).plusMillis(LATENCY_MILLIS).isAfter(times.get(i))) {
        oldest++;
      }
      most = Math.max(most, i - oldest + 1);
    }
    return most;
  }
}
