package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.ledger.Workers;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.SharedPostgres;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of several workers on one ledger one publishes, so that nobody is told anything twice. */
class OnePublisherTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int MESSAGES = 60;
  private static final int INVALID = 10;

  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();
  private final List<String> letters = new ArrayList<>();

  @Test
  void twoWorkersTellEachOutcomeAndDeadLetterOnceAlsoWhenOneStops() throws Exception {
    String url = SharedPostgres.emptyDatabase("one_publisher");
    try (TestQueue queue = TestQueue.in(folder.resolve("broker"));
        TestSystem first = worker("first", queue, url);
        TestSystem second = worker("second", queue, url)) {
      second.with("graph.endpoint", first.sandbox().root().toString());
      first.start();
      second.start();
      awaitWorkers(first, 2);
      send(queue, 0);
      awaitTold(queue, 1);
      // Whichever publishes stops; the other goes on, with what it may have settled itself before.
      TestSystem publisher = logged(first) > 0 ? first : second;
      TestSystem other = publisher == first ? second : first;
      assertThat(logged(other)).as("logged by the other").isZero();
      publisher.stop();
      awaitWorkers(other, 1);
      send(queue, MESSAGES);
      awaitTold(queue, 2);
      assertThat(logged(first)).isPositive();
      assertThat(logged(second)).isPositive();
    }
    assertThat(told).hasSize(2 * (MESSAGES + INVALID)).doesNotHaveDuplicates();
    assertThat(letters).hasSize(2 * INVALID).doesNotHaveDuplicates();
  }

  private static void awaitWorkers(TestSystem system, int many) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(workers(system))
                    .hasSize(many)
                    .allSatisfy(name -> assertThat(name).startsWith("run:")));
  }

  private static List<String> workers(TestSystem system) {
    return system.application().ledger().workers().list().stream()
        .map(Workers.Worker::name)
        .toList();
  }

  private TestSystem worker(String name, TestQueue queue, String url) {
    return TestSystem.in(folder.resolve(name))
        .with("queue.url", queue.url().toString())
        .with("graph.budget", "none")
        .with("outcome.uri", "queue:told")
        .with("dead-letter.uri", "queue:letters")
        .with("ledger.url", url)
        .with("ledger.user", SharedPostgres.USER)
        .with("ledger.password", SharedPostgres.USER)
        .with("ledger.key", Base64.getEncoder().encodeToString(new byte[32]));
  }

  private static void send(TestQueue queue, int from) {
    queue.send(
        IntStream.range(from, from + MESSAGES).mapToObj(Creations::text).toArray(String[]::new));
    queue.send(Stream.generate(() -> "no change").limit(INVALID).toArray(String[]::new));
  }

  private void awaitTold(TestQueue queue, int times) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              take(queue, "told", "/outcomeId", told);
              take(queue, "letters", "/outcome/outcomeId", letters);
              assertThat(told).hasSizeGreaterThanOrEqualTo(times * (MESSAGES + INVALID));
              assertThat(letters).hasSizeGreaterThanOrEqualTo(times * INVALID);
            });
  }

  private static void take(TestQueue queue, String name, String id, List<String> taken)
      throws JMSException {
    for (String text : queue.take(name)) {
      taken.add(Json.object(text).at(id).asText());
    }
  }

  private static int logged(TestSystem system) throws IOException {
    Path log = system.home().resolve("logs/outcomes.jsonl");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }
}
