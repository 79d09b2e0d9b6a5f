package io.connectorroutes.system.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.ProductCommands;
import io.connectorroutes.app.ProductCommands.Executed;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While nobody takes outcomes and dead letters they stay in the ledger; then each is told. */
class PublishedLaterTest {
  private static final int CHANGES = 5;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String RESULTS = "results cannot be published: ";
  private static final String OUTCOMES =
      "outcomes cannot be published: see outcome.uri and the log";
  private static final String LETTERS =
      "dead letters cannot be published: see dead-letter.uri and the log";

  @TempDir Path home;

  @Test
  void aFolderThatCannotBeMadeIsTriedAgain() throws Exception {
    Path blocked = Files.createFile(home.resolve("blocked"));
    try (TestSystem system =
        TestSystem.in(home)
            .with("dead-letter.uri", "file:blocked/letters")
            .with("outcome.uri", "file:blocked/outcomes")
            .start()) {
      system.drop("fail.jsonl", failing());
      system.resultsOf("fail.jsonl");
      assertThat(system.application().ledger().outbox().deadLetter()).isPresent();

      Files.delete(blocked);
      awaitFiles(home.resolve("blocked/letters"));
      awaitFiles(home.resolve("blocked/outcomes"));
      awaitNothingToPublish(system);
      assertEachOutcomeIsLoggedOnce();
    }
  }

  @Test
  void whatCannotBePublishedNeedsAPersonUntilItCan() throws Exception {
    Path blocked = Files.createFile(home.resolve("blocked"));
    try (TestSystem system =
        TestSystem.in(home)
            .with("results.directory", "blocked/results")
            .with("dead-letter.uri", "file:blocked/letters")
            .with("outcome.uri", "file:blocked/outcomes")
            .start()) {
      system.drop("fail.jsonl", failing());
      Awaitility.await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(needs(system))
                      .satisfiesExactly(
                          need -> assertThat(need).startsWith(RESULTS).contains("blocked"),
                          need -> assertThat(need).isEqualTo(OUTCOMES),
                          need -> assertThat(need).isEqualTo(LETTERS),
                          need -> assertThat(need).isEqualTo("5 dead letters")));

      Files.delete(blocked);
      awaitNothingToPublish(system);
      Awaitility.await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(needs(system)).containsExactly("5 dead letters"));
      assertThat(home.resolve("blocked/results/fail.jsonl")).isDirectory();
    }
  }

  private static List<String> needs(TestSystem system) {
    Executed status = ProductCommands.execute(system, "status", "--json");
    assertThat(status.status()).as(status.err()).isZero();
    return Json.object(status.out()).path("needsYou").findValuesAsText("what");
  }

  @Test
  void aConsumerThatFailsIsAskedAgain() throws Exception {
    Files.createDirectories(home.resolve("routes"));
    AtomicInteger refusals = new AtomicInteger();
    AtomicInteger letters = new AtomicInteger();
    try (TestSystem system = TestSystem.in(home).with("dead-letter.uri", "direct:letters")) {
      system.start();
      system.application().context().addRoutes(unwilling(refusals, letters));
      system.drop("fail.jsonl", failing());
      system.resultsOf("fail.jsonl");

      awaitNothingToPublish(system);
      assertThat(refusals).hasValue(2);
      assertThat(letters).hasValue(CHANGES);
    }
  }

  /** Fails twice, then takes each letter. */
  private static RouteBuilder unwilling(AtomicInteger refusals, AtomicInteger letters) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:letters")
            .process(
                exchange -> {
                  if (refusals.get() < 2) {
                    refusals.incrementAndGet();
                    throw new IOException("not now");
                  }
                  letters.incrementAndGet();
                });
      }
    };
  }

  private void assertEachOutcomeIsLoggedOnce() throws IOException {
    List<String> lines = Files.readAllLines(home.resolve("logs/outcomes.jsonl"));
    assertThat(lines).hasSize(CHANGES);
  }

  private static void awaitNothingToPublish(TestSystem system) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(
            () ->
                system.application().ledger().outbox().deadLetter().isEmpty()
                    && system.application().ledger().outbox().outcomes(1).isEmpty());
  }

  private static void awaitFiles(Path folder) {
    Awaitility.await()
        .alias(folder.toString())
        .atMost(TIMEOUT)
        .until(
            () -> {
              if (!Files.isDirectory(folder)) {
                return false;
              }
              try (Stream<Path> files = Files.list(folder)) {
                return files.count() == CHANGES;
              }
            });
  }

  private static String failing() {
    StringBuilder rows = new StringBuilder();
    IntStream.range(0, CHANGES)
        .forEach(
            i ->
                rows.append(
                    """
                    {"changeId":"c-%1$d","operation":"apiConnector.update",\
                    "target":{"id":"none-%1$d"},"properties":{"displayName":"n"}}
                    """
                        .formatted(i)));
    return rows.toString();
  }
}
