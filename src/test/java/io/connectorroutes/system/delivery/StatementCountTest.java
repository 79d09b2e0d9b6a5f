package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.ServerStatements;
import io.connectorroutes.testing.ServerStatements.Counted;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many statements and commits a change costs on its whole way, from the broker or the inbox to
 * the outcome that is told, as PostgreSQL counts them. Prints the list of what was asked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementCountTest {
  private static final double STATEMENTS_ALONE = 25;

  /** Four, and now and then one that runs by the clock. */
  private static final double COMMITS_ALONE = 4.1;

  private static final double STATEMENTS_TOGETHER = 5;
  private static final double STATEMENTS_OF_A_ROW = 4;
  private static final double STATEMENTS_A_SECOND_IDLE = 10;

  private static final int ALONE = 200;
  private static final int GROUP = 24;
  private static final int TOGETHER = 10 * GROUP;
  private static final int ROWS = 1_000;
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private ServerStatements server;
  private TestQueue queue;
  private TestSystem system;
  private long sent;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    server = ServerStatements.start();
    queue = TestQueue.in(home.resolve("broker"));
    SandboxSeed objects =
        SandboxSeed.standard()
            .withApiConnectors(
                IntStream.range(0, ROWS)
                    .boxed()
                    .collect(Collectors.toMap(StatementCountTest::object, i -> "Connector " + i)));
    system =
        TestSystem.in(home, SandboxOptions.builder().seed(objects).build())
            .with("graph.budget", "100000/1s")
            .with("queue.url", queue.url().toString())
            .with("queue.consumers", String.valueOf(GROUP));
    server.keys().forEach(system::with);
    system.start();
    // The first change makes its job and its account.
    queue.send(update("first", 0));
    awaitPublished(1);
  }

  @AfterAll
  void stop() throws Exception {
    system.close();
    queue.close();
    server.close();
  }

  @Test
  void aMessageThatComesAloneTakesFewStatementsAndFewCommits() throws Exception {
    Counted before = server.counted();
    for (int i = 0; i < ALONE; i++) {
      queue.send(update("alone-" + i, i));
      awaitPublished(1);
    }
    Counted counted = server.counted().since(before);

    print("a message alone", counted, ALONE);
    assertThat(counted.statements() / (double) ALONE).isLessThanOrEqualTo(STATEMENTS_ALONE);
    assertThat(counted.writingTransactions() / (double) ALONE).isLessThanOrEqualTo(COMMITS_ALONE);
  }

  @Test
  void messagesOfOneAccountThatComeTogetherShareTheirStatements() throws Exception {
    Counted before = server.counted();
    queue.sendTogether(updates("together-", TOGETHER, Function.identity()));
    awaitPublished(TOGETHER);
    Counted counted = server.counted().since(before);

    print("each of " + TOGETHER + " messages together", counted, TOGETHER);
    assertThat(counted.statements() / (double) TOGETHER).isLessThanOrEqualTo(STATEMENTS_TOGETHER);
  }

  @Test
  void aRowOfAFileTakesFewStatements() throws Exception {
    Counted before = server.counted();
    system.drop(
        "rows.jsonl",
        updates("row-", ROWS, text -> text + "\n").stream().collect(Collectors.joining()));
    system.resultsOf("rows.jsonl");
    awaitPublished(ROWS);
    Counted counted = server.counted().since(before);

    print("each of " + ROWS + " rows of a file", counted, ROWS);
    assertThat(counted.statements() / (double) ROWS).isLessThanOrEqualTo(STATEMENTS_OF_A_ROW);
  }

  @Test
  void anIdleProcessAsksLittle() throws Exception {
    Counted before = server.counted();
    long start = System.nanoTime();
    await("idle seconds", () -> System.nanoTime() - start >= IDLE.toNanos());
    Counted counted = server.counted().since(before);

    double seconds = (System.nanoTime() - start) / 1e9;
    print("an idle second", counted, seconds);
    assertThat(counted.statements() / seconds).isLessThanOrEqualTo(STATEMENTS_A_SECOND_IDLE);
  }

  private static String object(int number) {
    return "a0000000-0000-4000-8000-%012d".formatted(number);
  }

  private static String update(String changeId, int number) {
    return Requests.update(changeId, object(number), "https://b.example/" + changeId).toString();
  }

  private static List<String> updates(String prefix, int count, Function<String, String> form) {
    return IntStream.range(0, count).mapToObj(i -> form.apply(update(prefix + i, i))).toList();
  }

  /** Waits until so many more outcomes are told. */
  private void awaitPublished(int more) {
    sent += more;
    await(
        sent + " outcomes are told",
        () -> server.number("SELECT COUNT(*) FROM outcome WHERE published = 1") == sent);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await()
        .alias(what)
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(2))
        .ignoreExceptions()
        .until(condition);
  }

  private static void print(String what, Counted counted, double of) {
    System.out.printf(
        "%s: %.2f statements, %.2f transactions that wrote%n%s",
        what, counted.statements() / of, counted.writingTransactions() / of, counted.list(of));
  }
}
