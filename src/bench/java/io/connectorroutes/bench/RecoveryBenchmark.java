package io.connectorroutes.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How soon after its start the product delivers, where it was killed with many changes waiting. */
final class RecoveryBenchmark implements Benchmark {
  private static final int ROWS = Integer.getInteger("bench.waiting", 100_000);
  private static final int OBJECTS = 1_000;
  private static final int STARTS = 5;
  private static final String OPTIONS = "-Xmx256m";
  private static final String SETTLED = "SELECT COUNT(*) FROM outcome";
  private static final String WAITING = "SELECT COUNT(*) FROM change WHERE outcome IS NULL";

  @Override
  public List<Table> run(Path folder) throws Exception {
    Path home = folder.resolve("home");
    List<Double> seconds = new ArrayList<>();
    long waiting = 0;
    try (Graph graph = Graph.start(GraphOptions.of(OBJECTS, 5), folder)) {
      String root = graph.root().toString();
      String options = OPTIONS + " " + String.join(" ", graph.trustOptions());
      try (Packaged product = Packaged.run(home, options, root)) {
        product.await(WAITING, 0);
        product.drop(
            SampleFile.due(folder.resolve("rows.jsonl"), "row", ROWS, OBJECTS), "rows.jsonl");
        product.await("SELECT COUNT(*) > 20 FROM outcome", 1);
        product.await("SELECT COUNT(*) FROM accepted", 0);
        product.kill();
      }
      for (int i = 0; i < STARTS; i++) {
        long start = System.nanoTime();
        try (Packaged product = Packaged.run(home, options, root)) {
          long settled = product.number(SETTLED);
          waiting = product.number(WAITING);
          long first = product.await("SELECT COUNT(*) > " + settled + " FROM outcome", 1);
          seconds.add((first - start) / 1e9);
          product.kill();
        }
      }
    }
    Collections.sort(seconds);
    return List.of(
        new Table(
                "Start after a kill, %d starts".formatted(STARTS),
                "changes waiting",
                "start to the first settled change: min s",
                "median s",
                "max s")
            .row(waiting, seconds.get(0), seconds.get(STARTS / 2), seconds.get(STARTS - 1)));
  }
}
