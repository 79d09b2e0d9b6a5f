package io.connectorroutes.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * 1, 2 and 4 workers on one PostgreSQL and one broker: 4,000 messages over 40 tenants with a budget
 * each, five for each object, taken in and delivered by all workers together. A change that was
 * sent twice, an object whose changes were sent out of order, or a request over the budget end it.
 */
final class ScaleBenchmark implements Benchmark {
  private static final int TENANTS = 40;
  private static final int OBJECTS = 20;
  private static final int PER_OBJECT = 5;
  private static final int MESSAGES = TENANTS * OBJECTS * PER_OBJECT;
  private static final int LATENCY_MILLIS = 50;

  /** Above what these tenants are sent, or nearly: kept, and seldom waited for. */
  private static final int BUDGET = 60;

  private static final int WINDOW_MILLIS = 1_000;

  /** To be compiled before it is measured. */
  private static final int WARM_UP = TENANTS * OBJECTS * 2;

  @Override
  public List<Table> run(Path folder) throws Exception {
    Table table =
        new Table(
            "Scale-out: %,d messages over %d tenants, PostgreSQL, %d ms latency, %d cores"
                .formatted(
                    MESSAGES, TENANTS, LATENCY_MILLIS, Runtime.getRuntime().availableProcessors()),
            "workers",
            "changes/s",
            "of one",
            "workers' CPU ms a change",
            "database's CPU ms a change",
            "cores busy: workers",
            "database");
    double one = 0;
    for (int workers : List.of(1, 2, 4)) {
      Run run = new Run(Files.createDirectory(folder.resolve("workers-" + workers)), workers);
      Result result = run.measured();
      one = workers == 1 ? result.perSecond() : one;
      table.row(
          workers,
          result.perSecond(),
          result.perSecond() / one,
          result.workers().toNanos() / 1e6 / MESSAGES,
          result.database().toNanos() / 1e6 / MESSAGES,
          Seconds.of(result.workers()) / result.seconds(),
          Seconds.of(result.database()) / result.seconds());
    }
    return List.of(table);
  }

  /** How it went; what would have been wrong has ended it. */
  private record Result(double seconds, Duration workers, Duration database) {
    double perSecond() {
      return MESSAGES / seconds;
    }
  }

  /** One number of workers. */
  private record Run(Path folder, int workers) {

    Result measured() throws Exception {
      GraphOptions options = new GraphOptions(OBJECTS, LATENCY_MILLIS, BUDGET, WINDOW_MILLIS);
      try (Postgres postgres = Postgres.start();
          Graph graph = Graph.start(options, folder);
          Broker broker = Broker.start(folder.resolve("broker"))) {
        List<Ours> started = new ArrayList<>();
        try {
          for (int i = 0; i < workers; i++) {
            started.add(worker(graph, postgres, broker, i));
          }
          return measured(graph, postgres, broker, started);
        } finally {
          started.forEach(Ours::close);
        }
      }
    }

    private Ours worker(Graph graph, Postgres postgres, Broker broker, int number)
        throws Exception {
      Map<String, String> keys = new HashMap<>(postgres.keys());
      keys.putAll(broker.keys());
      keys.put("graph.budget", BUDGET + "/" + WINDOW_MILLIS + "ms");
      keys.put("queue.consumers", "4");
      return Ours.start(graph, folder.resolve("home-" + number), TENANTS, keys);
    }

    private static Result measured(
        Graph graph, Postgres postgres, Broker broker, List<Ours> workers) throws Exception {
      send(broker, "warm", WARM_UP);
      postgres.awaitApplied(WARM_UP);
      Duration cpu = cpu(workers);
      Duration databaseCpu = postgres.cpu();
      Instant start = Instant.now();
      send(broker, "measured", MESSAGES);
      postgres.awaitApplied(WARM_UP + MESSAGES);
      Result result =
          new Result(
              Seconds.between(start, Instant.now()),
              cpu(workers).minus(cpu),
              postgres.cpu().minus(databaseCpu));
      check(graph.requests(), postgres.changeIdsInOrder());
      return result;
    }

    private static Duration cpu(List<Ours> workers) {
      return workers.stream().map(Ours::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private static void send(Broker broker, String series, int count) {
      List<String> messages = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int rest = i % (TENANTS * OBJECTS);
        messages.add(line(series + i / (TENANTS * OBJECTS), rest % TENANTS, rest / TENANTS));
      }
      broker.send(messages);
    }

    /** One round has one change of each object. */
    private static String line(String round, int tenant, int object) {
      return new Updates(round, 0, TENANTS, OBJECTS).line(tenant, object);
    }

    /**
     * Each change was carried out once, those of an object as they were accepted, within budget.
     */
    private static void check(List<GraphRequest> requests, List<String> accepted) {
      List<GraphRequest> updates =
          requests.stream().filter(request -> request.targetUrl() != null).toList();
      require(
          requests.stream().noneMatch(request -> request.status() == 429), "the budget was broken");
      require(
          updates.size() == accepted.size() && updates.stream().allMatch(GraphRequest::applied),
          updates.size() + " requests for " + accepted.size() + " changes");
      Map<String, List<String>> sent =
          updates.stream()
              .map(request -> Change.ofUrl(request.targetUrl()))
              .collect(Collectors.groupingBy(Change::object, rounds()));
      Map<String, List<String>> expected =
          accepted.stream()
              .map(Change::ofId)
              .collect(Collectors.groupingBy(Change::object, rounds()));
      require(sent.equals(expected), "an object's changes were sent in another order");
    }

    private static Collector<Change, ?, List<String>> rounds() {
      return Collectors.mapping(Change::round, Collectors.toList());
    }

    private static void require(boolean holds, String what) {
      if (!holds) {
        throw new IllegalStateException(what);
      }
    }
  }

  /** A change as its id or its URL tells it. */
  private record Change(String round, String object) {
    static Change ofId(String changeId) {
      String[] parts = changeId.split("-", 2);
      return new Change(parts[0], parts[1]);
    }

    static Change ofUrl(String url) {
      String[] parts = url.split("/", -1);
      int last = parts.length - 1;
      return new Change(parts[last - 2], parts[last - 1] + "-" + parts[last]);
    }
  }
}
