package io.connectorroutes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.ProductCommands;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup as docs/operations.md tells to take it, and a restore. */
class BackupTest {
  private static final int ROWS = 40;

  /** So few requests that the file is under way for a while. */
  private static final String BUDGET = "10/400ms";

  @TempDir Path home;

  @Test
  void aLedgerThatIsPutBackGoesOnWhereItWas() throws Exception {
    try (TestSystem system =
        TestSystem.in(home).with("graph.budget", BUDGET).with("graph.lost-answer-wait", "0")) {
      system.start();
      system.drop("first.jsonl", creates("first", 5));
      system.resultsOf("first.jsonl");
      system.drop("second.jsonl", creates("second", ROWS));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> system.writes().size() >= 5 + ROWS / 4);
      Path backup = home.resolve("backup.db");
      backUp(system, backup);
      long open = system.application().ledger().reports().openChanges();
      assertThat(open).as("under way").isPositive();
      system.stop();
      List<String> sentUntilTheStop = applied(system);

      putBack(backup);
      system.start();
      system.drop("again.jsonl", creates("first", 5));
      system.resultsOf("again.jsonl");
      system.resultsOf("second.jsonl");

      assertThat(system.application().ledger().reports().openChanges()).isZero();
      for (int i = 0; i < ROWS; i++) {
        assertThat(system.outcomeOf("second-" + i).outcome()).isEqualTo(Outcome.APPLIED);
      }
      assertOnlyWhatWasSentSinceIsSentAgain(system, sentUntilTheStop);
    }
  }

  /** The ids that the backup knows stay known; what it does not know of may be done twice. */
  private static void assertOnlyWhatWasSentSinceIsSentAgain(
      TestSystem system, List<String> sentUntilTheStop) {
    List<String> all = applied(system);
    assertThat(all).filteredOn(name -> name.startsWith("first-")).hasSize(5);
    for (int i = 0; i < ROWS; i++) {
      String name = "second-" + i;
      int most = sentUntilTheStop.contains(name) ? 2 : 1;
      assertThat(all).filteredOn(name::equals).as(name).hasSizeBetween(1, most);
    }
  }

  private static void backUp(TestSystem system, Path to) {
    assertThat(ProductCommands.execute(system, "ledger", "backup", to.toString()).status())
        .isZero();
  }

  private void putBack(Path backup) throws Exception {
    Path data = home.resolve("data");
    Files.deleteIfExists(data.resolve("ledger.db-wal"));
    Files.deleteIfExists(data.resolve("ledger.db-shm"));
    Files.delete(data.resolve("ledger.db"));
    Files.copy(backup, data.resolve("ledger.db"));
  }

  private static List<String> applied(TestSystem system) {
    return system.writes().stream()
        .filter(JournalEntry::applied)
        .map(entry -> entry.body().path("displayName").asText())
        .toList();
  }

  private static String creates(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Requests.create(prefix + "-" + i, prefix + "-" + i).toString())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
