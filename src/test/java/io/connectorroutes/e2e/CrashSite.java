package io.connectorroutes.e2e;

import io.connectorroutes.failure.FailurePoints;
import io.connectorroutes.testing.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The packaged product as a process that is killed and started again, and all that outlives it: its
 * home, the sandbox in a process of its own, a broker, and the books of what it was given.
 */
final class CrashSite implements AutoCloseable {
  /** Of the app that tokens are for. */
  static final String CLIENT_SECRET = "Kan4ry~e2e.client-5e0b2d97";

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Tenancy tenancy;
  private final List<String> settings;
  private final SandboxProcess sandbox;
  private final TestQueue queue;
  private final Workplace work;
  private final LedgerBook ledger;
  private final Books books;
  private final OutcomeQueue told;
  private final FailurePoints points;
  private Launched product;

  CrashSite(Path folder, String... sandboxOptions) throws Exception {
    this(folder, Tenancy.single(), List.of(), sandboxOptions);
  }

  /** With these tenants, which it closes, and settings that each process gets. */
  CrashSite(Path folder, Tenancy tenancy, List<String> settings, String... sandboxOptions)
      throws Exception {
    this.tenancy = tenancy;
    this.settings = settings;
    this.sandbox = SandboxProcess.start(folder, tenancy, sandboxOptions);
    this.queue = TestQueue.in(folder.resolve("broker"));
    this.work = new Workplace(folder, sandbox.root());
    this.ledger = new LedgerBook(work.home());
    this.books = new Books(work, ledger);
    this.told = new OutcomeQueue(queue, work);
    this.points = new FailurePoints(folder.resolve("points"));
  }

  /** Starts the product with these settings; it need not come so far that its routes run. */
  Launched launch(String... more) throws IOException {
    List<String> all = new ArrayList<>();
    all.add("queue.url=" + queue.url());
    all.add("outcome.uri=queue:" + OutcomeQueue.NAME);
    all.add("graph.lost-answer-wait=300ms");
    all.addAll(tenancy.settings());
    all.addAll(settings);
    all.addAll(List.of(more));
    List<String> arguments = new ArrayList<>(List.of("run"));
    all.forEach(setting -> arguments.addAll(List.of("--property", setting)));
    String options = points.option() + tenancy.javaOptions();
    product =
        work.start(
            Map.of("JAVA_OPTS", options, "CLIENT_SECRET", CLIENT_SECRET),
            arguments.toArray(String[]::new));
    return product;
  }

  /** Starts the product and waits until its routes run. */
  void start(String... settings) throws IOException {
    launch(settings).awaitError("Running with");
  }

  /** SIGKILL; the process must have been alive till then. */
  void kill() throws InterruptedException {
    if (!product.isAlive()) {
      throw new AssertionError("the product has ended before it was killed");
    }
    product.kill();
  }

  /** Starts the product again, which has to tell of everything it was given. */
  void startAgainAndSettle() throws Exception {
    start();
    settle();
  }

  /** Waits until the product has told of everything, and compares. */
  void settle() throws Exception {
    settle(TIMEOUT);
  }

  /** The same with a longer timeout. */
  void settle(Duration timeout) throws Exception {
    awaitSettled(timeout);
    Creations.assertOnce(sandbox, books.ended("applied"));
  }

  /** The same, without a look at the sandbox. */
  void awaitSettled(Duration timeout) throws Exception {
    books.awaitAll(timeout);
    queue.awaitEmpty();
    books.assertAgree();
    told.assertAll(timeout);
  }

  /** Drops a file that creates so many connectors and updates one that does not exist. */
  void dropWithOneFailing(String prefix, int creates) throws IOException {
    drop(prefix, creates, failing(prefix + ".jsonl", prefix + "-0"));
  }

  /** The row of a file that updates what does not exist. */
  String failing(String job, String changeId) {
    books.expect(job, changeId, "failed");
    return Changes.lost(changeId);
  }

  /** Drops a file that creates so many connectors. */
  void drop(String prefix, int creates) throws IOException {
    drop(prefix, creates, "");
  }

  private void drop(String prefix, int creates, String more) throws IOException {
    for (int i = 1; i <= creates; i++) {
      books.expect(prefix + ".jsonl", prefix + "-" + i, "applied");
    }
    work.drop(prefix + ".jsonl", Changes.creates(prefix, creates) + more);
  }

  /** Sends a message that creates a connector. */
  void send(String changeId) {
    books.expect(changeId, "applied");
    queue.send(Changes.create(changeId));
  }

  /** Sends a message that is none of the operations. */
  void sendInvalid(String changeId) {
    books.expect(changeId, "rejected");
    queue.send("{\"changeId\":\"" + changeId + "\",\"operation\":\"apiConnector.paint\"}");
  }

  /** The folders of result files, those that are being written included. */
  List<String> resultFolders() throws IOException {
    try (Stream<Path> folders = Files.list(work.home().resolve("results"))) {
      return folders.map(folder -> folder.getFileName().toString()).toList();
    }
  }

  SandboxProcess sandbox() {
    return sandbox;
  }

  TestQueue queue() {
    return queue;
  }

  Workplace work() {
    return work;
  }

  LedgerBook ledger() {
    return ledger;
  }

  Books books() {
    return books;
  }

  FailurePoints points() {
    return points;
  }

  Launched product() {
    return product;
  }

  @Override
  public void close() throws IOException {
    work.close();
    queue.close();
    sandbox.close();
    tenancy.close();
  }
}
