package io.connectorroutes.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One that takes changes from a queue and sends them to Graph, running, with a broker and a
 * stand-in for Graph of its own.
 */
final class QueueContender implements AutoCloseable {
  private final List<Jvm> plain = new ArrayList<>();
  private final List<Ours> ours = new ArrayList<>();
  private final Deque<Part> parts = new ArrayDeque<>();
  private Graph graph;
  private Broker broker;
  private int sent;

  /** What was started, to be ended in the other order. */
  @FunctionalInterface
  private interface Part {
    void close() throws IOException;
  }

  /** Its broker and its stand-in for Graph; whoever gets an exception from a start closes it. */
  void start(GraphOptions options, Path folder) throws Exception {
    graph = Graph.start(options, folder);
    parts.push(graph::close);
    broker = Broker.start(folder.resolve("broker"));
    parts.push(broker::close);
  }

  /** The class {@link PlainRoute}. */
  void startPlain() throws IOException {
    List<String> options = new ArrayList<>(graph.trustOptions());
    options.add("-Xmx512m");
    Jvm jvm = Jvm.start(options, PlainRoute.class, broker.amqpUrl(), graph.root().toString());
    plain.add(jvm);
    parts.push(jvm::close);
    jvm.line();
  }

  /** Ours, one process. */
  void startOnSqlite(Path folder, int tenants) throws IOException {
    startOurs(folder, tenants, 1, Map.of());
  }

  /** Ours, so many processes on one database of their own. */
  void startOnPostgres(Path folder, int tenants, int workers) throws Exception {
    Postgres postgres = Postgres.start();
    parts.push(postgres::close);
    startOurs(folder, tenants, workers, postgres.keys());
  }

  private void startOurs(Path folder, int tenants, int workers, Map<String, String> ledger)
      throws IOException {
    Map<String, String> keys = new HashMap<>(ledger);
    keys.putAll(broker.keys());
    // Counted as always, and never waited for.
    keys.put("graph.budget", "100000/1m");
    keys.put("queue.consumers", "20");
    for (int i = 0; i < workers; i++) {
      Ours worker = Ours.start(graph, folder.resolve("home-" + i), tenants, keys);
      ours.add(worker);
      parts.push(worker::close);
    }
  }

  /** Puts them on the queue, faster than anybody takes them. */
  void send(List<String> messages) {
    sent += messages.size();
    broker.send(messages);
  }

  /**
   * Whether the plain route has acknowledged all that was sent, or ours has published its outcomes.
   */
  boolean isDone() throws IOException {
    if (ours.isEmpty()) {
      return broker.depth() == 0;
    }
    long published = 0;
    for (Ours worker : ours) {
      published += worker.published();
    }
    return published == sent;
  }

  /** Processor time of its processes so far; not the database's. */
  Duration cpu() {
    Duration used = Duration.ZERO;
    for (Jvm jvm : plain) {
      used = used.plus(jvm.cpu());
    }
    for (Ours worker : ours) {
      used = used.plus(worker.cpu());
    }
    return used;
  }

  /** What the stand-in for Graph got so far. */
  List<GraphRequest> requests() throws IOException, InterruptedException {
    return graph.requests();
  }

  @Override
  public void close() throws IOException {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
