package io.connectorroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * 4,000 messages of a queue over 40 tenants, each an update of an object of its own: ours on SQLite
 * and on PostgreSQL, there with one and with two workers, beside one plain Camel route without any
 * ledger. Each is started and warmed up once, then they take turns, three rounds; the medians
 * count. A change that was not applied exactly once ends it.
 */
final class QueueBenchmark implements Benchmark {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int MESSAGES = Integer.getInteger("bench.messages", 4_000);

  /** For each process: a service runs for long, and its compilers only at its beginning. */
  private static final int WARM_UP = Integer.getInteger("bench.warm", 40_000);

  private static final int TENANTS = 40;
  private static final int LATENCY_MILLIS = 50;
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  /** What is measured. */
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

    int processes() {
      return this == TWO_WORKERS ? 2 : 1;
    }
  }

  /**
   * One run.
   *
   * @param cpuMillis of the contender's processes, for each change
   */
  private record Result(double perSecond, double cpuMillis) {}

  @Override
  public List<Table> run(Path folder) throws Exception {
    Map<Contender, QueueContender> started = new EnumMap<>(Contender.class);
    try {
      for (Contender contender : Contender.values()) {
        Path own = Files.createDirectory(folder.resolve(contender.name()));
        QueueContender running = new QueueContender();
        started.put(contender, running);
        start(contender, running, own);
        for (int sent = 0; sent < WARM_UP * contender.processes(); sent += MESSAGES) {
          apply(running, "warm-" + sent);
        }
      }
      return List.of(table(measured(started)));
    } finally {
      for (QueueContender contender : started.values()) {
        contender.close();
      }
    }
  }

  private static void start(Contender contender, QueueContender running, Path folder)
      throws Exception {
    running.start(GraphOptions.of(MESSAGES / TENANTS, LATENCY_MILLIS), folder);
    switch (contender) {
      case PLAIN -> running.startPlain();
      case SQLITE -> running.startOnSqlite(folder, TENANTS);
      case POSTGRES, TWO_WORKERS -> running.startOnPostgres(folder, TENANTS, contender.processes());
    }
  }

  private static Map<Contender, List<Result>> measured(Map<Contender, QueueContender> started)
      throws Exception {
    Map<Contender, List<Result>> results = new HashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      for (Contender contender : Contender.values()) {
        Result result = measured(started.get(contender), "round-" + round);
        System.out.printf("round %d, %s: %s%n", round, contender.title, result);
        results.computeIfAbsent(contender, any -> new ArrayList<>()).add(result);
      }
    }
    return results;
  }

  private static Result measured(QueueContender contender, String series) throws Exception {
    Duration before = contender.cpu();
    Instant start = Instant.now();
    Updates updates = apply(contender, series);
    double seconds = Seconds.between(start, Instant.now());
    Duration used = contender.cpu().minus(before);
    requireEachOnce(updates, contender.requests());
    return new Result(updates.size() / seconds, Seconds.of(used) * 1_000 / updates.size());
  }

  private static Updates apply(QueueContender contender, String series) throws IOException {
    Updates updates = new Updates(series, 0, TENANTS, MESSAGES / TENANTS);
    contender.send(updates.lines());
    Instant end = Instant.now().plus(TIMEOUT);
    while (!contender.isDone()) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("waited in vain for the messages of " + series);
      }
      LockSupport.parkNanos(LOOK);
    }
    return updates;
  }

  private static void requireEachOnce(Updates updates, List<GraphRequest> requests) {
    Map<String, Long> applied =
        requests.stream()
            .filter(request -> updates.contains(request) && request.applied())
            .collect(Collectors.groupingBy(GraphRequest::targetUrl, Collectors.counting()));
    if (applied.size() != updates.size() || applied.values().stream().anyMatch(n -> n > 1)) {
      throw new IllegalStateException(
          applied.size() + " of " + updates.size() + " were applied, or some more than once");
    }
  }

  private static Table table(Map<Contender, List<Result>> results) {
    Table table =
        new Table(
            "Queue: %,d messages over %d tenants, %d ms latency, medians of %d"
                .formatted(MESSAGES, TENANTS, LATENCY_MILLIS, ROUNDS),
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
}
