package io.connectorroutes.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the benchmarks that are named, or all, and prints their tables. */
final class Benchmarks {
  private Benchmarks() {}

  /** Arguments: names of benchmarks, or {@code all}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Benchmark> known = known();
    List<String> names =
        List.of(arguments).contains("all") ? List.copyOf(known.keySet()) : List.of(arguments);
    for (String name : names) {
      if (!known.containsKey(name)) {
        throw new IllegalArgumentException(
            "no benchmark " + name + "; there are " + known.keySet());
      }
    }
    for (String name : names) {
      try (Folder folder = Folder.create()) {
        known.get(name).run(folder.path()).forEach(System.out::println);
      }
    }
  }

  private static Map<String, Benchmark> known() {
    Map<String, Benchmark> known = new LinkedHashMap<>();
    known.put("budget", new BudgetBenchmark());
    known.put("throughput", new ThroughputBenchmark());
    known.put("isolation", new IsolationBenchmark());
    known.put("requests", new RequestsBenchmark());
    known.put("latency", new LatencyBenchmark());
    known.put("queue", new QueueBenchmark());
    known.put("claim", new ClaimBenchmark());
    known.put("scale", new ScaleBenchmark());
    known.put("files", new FilesBenchmark());
    known.put("recovery", new RecoveryBenchmark());
    known.put("submit", new SubmitBenchmark());
    return known;
  }
}
