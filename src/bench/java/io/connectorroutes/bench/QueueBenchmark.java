package io.connectorroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * 4,000 messages of a queue over 40 tenants, each an update of an object of its own: ours on SQLite
 * and on PostgreSQL, there with one and with two workers, beside one plain Camel route without any
 * ledger. They take turns, three rounds; the medians count. A change that was not applied exactly
 * once ends it.
 */
final class QueueBenchmark implements Benchmark {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int TENANTS = 40;
  private static final int LATENCY_MILLIS = 50;

  /** Four times as many as are measured: the service runs for long, its compilers do not. */
  private static final Updates WARM_UP = updates("warm", 16_000);

  private static final Updates MEASURED =
      updates("measured", Integer.getInteger("bench.messages", 4_000));
  private static final int OBJECTS = Math.max(WARM_UP.perTenant(), MEASURED.perTenant());
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  /** What is measured, and started anew for each round. */
  private enum Contender {
    PLAIN("plain Camel route", "", ""),
    SQLITE("ours, SQLite", "1.0", "2"),
    POSTGRES("ours, PostgreSQL", "0.8", "2"),
    TWO_WORKERS("ours, PostgreSQL, two workers", "1.0 of one worker", "");

    private final String title;
    private final String ofPlain;
    private final String cpuOfPlain;

    Contender(String title, String ofPlain, String cpuOfPlain) {
      this.title = title;
      this.ofPlain = ofPlain;
      this.cpuOfPlain = cpuOfPlain;
    }
  }

  /** Waits until all messages sent so far are done with. */
  private interface Done {
    boolean with(int messages) throws IOException;
  }

  /**
   * One run.
   *
   * @param cpuMillis of the contender's processes, for each change
   */
  private record Result(double perSecond, double cpuMillis) {}

  @Override
  public List<Table> run(Path folder) throws Exception {
    Map<Contender, List<Result>> results = new HashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      for (Contender contender : Contender.values()) {
        Path own = Files.createDirectory(folder.resolve(contender + "-" + round));
        Result result = run(contender, own);
        System.out.printf("round %d, %s: %s%n", round, contender.title, result);
        results.computeIfAbsent(contender, any -> new ArrayList<>()).add(result);
      }
    }
    return List.of(table(results));
  }

  private static Table table(Map<Contender, List<Result>> results) {
    Table table =
        new Table(
            "Queue: %,d messages over %d tenants, %d ms latency, medians of %d"
                .formatted(MEASURED.size(), TENANTS, LATENCY_MILLIS, ROUNDS),
            "contender",
            "changes/s",
            "least and most",
            "of the plain route",
            "goal",
            "of one worker",
            "CPU ms a change",
            "of the plain route's",
            "goal at most");
    double plain = perSecond(results.get(Contender.PLAIN), 50);
    double plainCpu = cpuMillis(results.get(Contender.PLAIN));
    double one = perSecond(results.get(Contender.POSTGRES), 50);
    for (Contender contender : Contender.values()) {
      List<Result> all = results.get(contender);
      table.row(
          contender.title,
          perSecond(all, 50),
          "%.0f to %.0f".formatted(perSecond(all, 0), perSecond(all, 100)),
          perSecond(all, 50) / plain,
          contender.ofPlain,
          contender == Contender.TWO_WORKERS ? perSecond(all, 50) / one : "",
          cpuMillis(all),
          cpuMillis(all) / plainCpu,
          contender.cpuOfPlain);
    }
    return table;
  }

  private static double perSecond(List<Result> results, int percent) {
    return Percentiles.of(results.stream().map(Result::perSecond).toList()).at(percent);
  }

  private static double cpuMillis(List<Result> results) {
    return Percentiles.of(results.stream().map(Result::cpuMillis).toList()).at(50);
  }

  private static Result run(Contender contender, Path folder) throws Exception {
    try (Graph graph = Graph.start(GraphOptions.of(OBJECTS, LATENCY_MILLIS), folder);
        Broker broker = Broker.start(folder.resolve("broker"))) {
      return switch (contender) {
        case PLAIN -> plain(graph, broker);
        case SQLITE -> ours(graph, broker, folder, 1, Map.of());
        case POSTGRES -> onPostgres(graph, broker, folder, 1);
        case TWO_WORKERS -> onPostgres(graph, broker, folder, 2);
      };
    }
  }

  private static Result plain(Graph graph, Broker broker) throws Exception {
    List<String> options = new ArrayList<>(graph.trustOptions());
    options.add("-Xmx512m");
    try (Jvm jvm =
        Jvm.start(options, PlainRoute.class, broker.amqpUrl(), graph.root().toString())) {
      jvm.line();
      return measured(graph, broker, jvm::cpu, messages -> broker.depth() == 0);
    }
  }

  private static Result onPostgres(Graph graph, Broker broker, Path folder, int workers)
      throws Exception {
    try (Postgres postgres = Postgres.start()) {
      return ours(graph, broker, folder, workers, postgres.keys());
    }
  }

  private static Result ours(
      Graph graph, Broker broker, Path folder, int workers, Map<String, String> ledger)
      throws Exception {
    Map<String, String> keys = new HashMap<>(ledger);
    keys.putAll(broker.keys());
    // Counted as always, and never waited for.
    keys.put("graph.budget", "100000/1m");
    keys.put("queue.consumers", "20");
    List<Ours> started = new ArrayList<>();
    try {
      for (int i = 0; i < workers; i++) {
        started.add(Ours.start(graph, folder.resolve("home-" + i), TENANTS, keys));
      }
      return measured(
          graph,
          broker,
          () -> started.stream().map(Ours::cpu).reduce(Duration.ZERO, Duration::plus),
          messages -> published(started) == messages);
    } finally {
      started.forEach(Ours::close);
    }
  }

  private static long published(List<Ours> workers) throws IOException {
    long published = 0;
    for (Ours worker : workers) {
      published += worker.published();
    }
    return published;
  }

  private static Result measured(Graph graph, Broker broker, Supplier<Duration> cpu, Done done)
      throws Exception {
    broker.send(WARM_UP.lines());
    await(done, WARM_UP.size());
    Duration before = cpu.get();
    Instant start = Instant.now();
    broker.send(MEASURED.lines());
    await(done, WARM_UP.size() + MEASURED.size());
    double seconds = Seconds.between(start, Instant.now());
    Duration used = cpu.get().minus(before);
    requireEachOnce(graph.requests());
    return new Result(MEASURED.size() / seconds, Seconds.of(used) * 1_000 / MEASURED.size());
  }

  private static void await(Done done, int messages) throws IOException {
    Instant end = Instant.now().plus(TIMEOUT);
    while (!done.with(messages)) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("waited in vain for " + messages + " messages to be done with");
      }
      LockSupport.parkNanos(LOOK);
    }
  }

  private static void requireEachOnce(List<GraphRequest> requests) {
    Map<String, Long> applied =
        requests.stream()
            .filter(request -> MEASURED.contains(request) && request.applied())
            .collect(Collectors.groupingBy(GraphRequest::targetUrl, Collectors.counting()));
    if (applied.size() != MEASURED.size() || applied.values().stream().anyMatch(n -> n > 1)) {
      throw new IllegalStateException(
          applied.size() + " of " + MEASURED.size() + " were applied, or some more than once");
    }
  }

  private static Updates updates(String series, int count) {
    return new Updates(series, 0, TENANTS, count / TENANTS);
  }
}
