package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.HaltingLedger;
import io.connectorroutes.testing.ProductProcess;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that is halted while it takes something in loses nothing and does nothing twice: what
 * it was given is let go of after the ledger's commit, and what comes again is known.
 */
class AcknowledgementTest {
  private static final int MESSAGES = 12;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "AMQP, BEFORE_THE_COMMIT",
    "AMQP, AFTER_THE_COMMIT",
    "CORE, BEFORE_THE_COMMIT",
    "CORE, AFTER_THE_COMMIT"
  })
  void messagesInFlightAreNeitherLostNorDoneTwice(
      TestQueue.Protocol protocol, HaltingLedger.Moment halt) throws Exception {
    try (TestQueue queue = TestQueue.start(folder.resolve("broker"), protocol);
        TestSystem system = TestSystem.in(folder.resolve("home"))) {
      system.with("queue.url", queue.url().toString()).with("graph.lost-answer-wait", "0");
      queue.send(Creations.texts(MESSAGES));

      haltedRun(system, halt);
      queue.awaitUnacknowledged();

      system.start();
      queue.awaitEmpty();
      assertEachIsMadeOnce(system);
    }
  }

  @ParameterizedTest
  @CsvSource({"BEFORE_THE_COMMIT", "AFTER_THE_COMMIT"})
  void aFileInFlightIsReadAgainAndLeavesNoLockBehind(HaltingLedger.Moment halt) throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home"))) {
      system.with("graph.budget", "none").with("graph.lost-answer-wait", "0");
      List<String> rows = new ArrayList<>();
      IntStream.range(0, 1_600).forEach(i -> rows.add(bad()));
      rows.addAll(List.of(Creations.texts(MESSAGES)));
      system.drop("many.jsonl", String.join("\n", rows) + "\n");

      haltedRun(system, halt);
      assertThat(inbox(system)).containsExactly("many.jsonl");

      system.start();
      system.resultsOf("many.jsonl");
      assertEachIsMadeOnce(system);
      assertThat(inbox(system)).isEmpty();
    }
  }

  @Test
  void anOldLockBesideAFileDoesNotStrandIt() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home"))) {
      Path inbox = Files.createDirectories(system.home().resolve("inbox"));
      Files.createFile(inbox.resolve("one.jsonl.camelLock"));
      system.drop("one.jsonl", Creations.text(0));
      system.start();

      assertThat(system.outcomeOf("id-0").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.home().resolve("accepted/one.jsonl")).exists();
    }
  }

  private static void haltedRun(TestSystem system, HaltingLedger.Moment halt) throws Exception {
    try (ForkedJvm product = ProductProcess.start(system.home(), halt, system.settings())) {
      product.linesUntilTheEnd();
      assertThat(product.exitStatus()).isEqualTo(ProductProcess.HALTED);
    }
  }

  private static List<String> inbox(TestSystem system) throws IOException {
    try (Stream<Path> files = Files.list(system.home().resolve("inbox"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(".taking"))
          .toList();
    }
  }

  private static void assertEachIsMadeOnce(TestSystem system) {
    Creations.assertEachIsMadeOnce(system, MESSAGES);
    Path log = system.home().resolve("logs/outcomes.jsonl");
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(appliedIds(log)).hasSize(MESSAGES));
  }

  /** Distinct outcomes: after a crash a line may come a second time. */
  private static Set<String> appliedIds(Path log) throws IOException {
    Set<String> outcomes = new HashSet<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode outcome = new ObjectMapper().readTree(line);
      if (outcome.path("outcome").asText().equals("applied")) {
        outcomes.add(outcome.path("outcomeId").asText());
      }
    }
    return outcomes;
  }

  private static String bad() {
    return "{\"operation\":\"none\"}";
  }
}
