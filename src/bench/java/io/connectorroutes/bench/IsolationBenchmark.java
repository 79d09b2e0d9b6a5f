package io.connectorroutes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * 99 tenants at a steady pace, once alone and once beside one that Graph has parked for 315 s and
 * one that answers in 20 s, both with a hundred changes waiting.
 */
final class IsolationBenchmark implements Benchmark {
  private static final int TENANTS = 99;
  private static final int PARKED = 99;
  private static final int SLOW = 100;
  private static final int PER_TENANT = 12;
  private static final int BAD_CHANGES = 100;
  private static final int PACE_MILLIS = 20;
  private static final Updates WARM = new Updates("warm", 0, TENANTS, 4);
  private static final Updates MEASURED = new Updates("measured", 0, TENANTS, PER_TENANT);

  @Override
  public List<Table> run(Path folder) throws Exception {
    Percentiles alone = measure(Files.createDirectory(folder.resolve("alone")), false);
    Percentiles beside = measure(Files.createDirectory(folder.resolve("beside")), true);
    return List.of(
        new Table(
                "Isolation: ms from accepted to applied, %d tenants, %d changes each"
                    .formatted(TENANTS, PER_TENANT),
                "",
                "p50",
                "p99")
            .row("99 tenants alone", alone.at(50), alone.at(99))
            .row("beside a parked and a slow tenant", beside.at(50), beside.at(99))
            .row("ratio", beside.at(50) / alone.at(50), beside.at(99) / alone.at(99)));
  }

  private static Percentiles measure(Path folder, boolean withBad) throws Exception {
    try (Graph graph = Graph.start(GraphOptions.of(BAD_CHANGES, 50), folder);
        Broker broker = Broker.start(folder.resolve("broker"))) {
      Ours ours = Ours.start(graph, folder.resolve("home"), TENANTS + 2, broker.keys());
      try {
        send(broker, WARM);
        ours.outcomes("warm", WARM.size());
        if (withBad) {
          makeBad(graph, broker);
        }
        send(broker, MEASURED);
        List<JsonNode> outcomes = ours.outcomes("measured", MEASURED.size());
        if (withBad && graph.faultsFired() < 2) {
          throw new IllegalStateException("the planned faults did not fire");
        }
        return Percentiles.of(outcomes.stream().map(IsolationBenchmark::millis).toList());
      } finally {
        // It would wait for the slow answers, of which nothing is to be learned any more.
        ours.kill();
      }
    }
  }

  private static void makeBad(Graph graph, Broker broker) throws Exception {
    graph.addFaults(
        """
        {"faults":[
          {"tenant":"%s","action":"answer","status":429,"headers":{"Retry-After":"315"}},
          {"tenant":"%s","action":"delay","delayMs":20000,"times":100000}]}
        """
            .formatted(Seeded.tenantId(PARKED), Seeded.tenantId(SLOW)));
    Updates bad = new Updates("bad", 0, TENANTS + 2, BAD_CHANGES);
    for (int number = 0; number < BAD_CHANGES; number++) {
      broker.send(bad.line(PARKED, number));
      broker.send(bad.line(SLOW, number));
    }
  }

  private static void send(Broker broker, Updates updates) {
    Pace pace = new Pace(PACE_MILLIS);
    for (int number = 0; number < updates.perTenant(); number++) {
      for (int tenant = 0; tenant < updates.tenants(); tenant++) {
        pace.await();
        broker.send(updates.line(tenant, number));
      }
    }
  }

  private static double millis(JsonNode outcome) {
    if (!outcome.path("outcome").asText().equals("applied")) {
      throw new IllegalStateException("not applied: " + outcome);
    }
    return Seconds.between(
            Instant.parse(outcome.path("receivedAt").asText()),
            Instant.parse(outcome.path("time").asText()))
        * 1_000;
  }
}
