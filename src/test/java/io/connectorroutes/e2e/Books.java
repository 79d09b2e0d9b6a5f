package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What was given to the product, and the comparison of all in its home that tells of it: the
 * ledger, the outcome log, the dead letters and the result files.
 */
final class Books {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Rejected rows of files are not given to the product here, only messages. */
  private static final Set<String> DEAD = Set.of("failed", "rejected");

  private final Workplace work;
  private final LedgerBook ledger;
  private final Map<String, String> expected = new TreeMap<>();
  private final Map<String, Set<String>> jobs = new LinkedHashMap<>();
  private final Set<String> removals = new HashSet<>();

  Books(Workplace work, LedgerBook ledger) {
    this.work = work;
    this.ledger = ledger;
  }

  /** A change was given that has to end so. */
  synchronized void expect(String changeId, String outcome) {
    expected.put(changeId, outcome);
  }

  /** The change takes something away: where an answer is lost it may end as no-op. */
  synchronized void allowNoOp(String changeId) {
    removals.add(changeId);
  }

  /** The row of a file was given that has to end so. */
  synchronized void expect(String job, String changeId, String outcome) {
    expect(changeId, outcome);
    jobs.computeIfAbsent(job, name -> new HashSet<>()).add(changeId);
  }

  /** The changes that have to end so. */
  synchronized List<String> ended(String outcome) {
    return expected.entrySet().stream()
        .filter(e -> e.getValue().equals(outcome))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many changes were given. */
  synchronized int size() {
    return expected.size();
  }

  /** Waits until all is told. */
  synchronized void awaitAll(Duration timeout) {
    Awaitility.await()
        .alias("outcomes of all changes")
        .atMost(timeout)
        .untilAsserted(this::assertAllIsTold);
    jobs.keySet().forEach(job -> awaitResults(job, timeout));
    Awaitility.await()
        .alias("dead letters")
        .atMost(timeout)
        .untilAsserted(() -> assertThat(deadLetters()).containsAll(deadLettersExpected()));
  }

  private void assertAllIsTold() throws IOException {
    Set<String> untold = new TreeSet<>(expected.keySet());
    untold.removeAll(changeIds(work.outcomes()));
    assertThat(untold)
        .as(
            () ->
                untold.stream()
                    .limit(3)
                    .map(ledger::requestsOfTargetOf)
                    .collect(Collectors.joining("; ")))
        .isEmpty();
  }

  private void awaitResults(String job, Duration timeout) {
    Path manifest = results().resolve(job).resolve("manifest.json");
    Awaitility.await()
        .alias("results of " + job)
        .atMost(timeout)
        .until(() -> Files.exists(manifest) && ledgerSays(job, "complete"));
  }

  private boolean ledgerSays(String job, String state) throws Exception {
    return ledger.list("SELECT name || ' ' || state FROM job").contains(job + " " + state);
  }

  private static Set<String> changeIds(List<JsonNode> outcomes) {
    return outcomes.stream().map(o -> o.path("changeId").asText()).collect(Collectors.toSet());
  }

  /** All books say the same, and say it once. */
  synchronized void assertAgree() throws Exception {
    List<String> all =
        expected.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
    List<String> outcomes = ledger.outcomes().stream().map(this::ending).toList();
    assertThat(outcomes)
        .as(() -> "ledger, where " + whatHappened(outcomes, all))
        .containsExactlyInAnyOrderElementsOf(all);
    assertThat(logged()).as("outcome log").containsExactlyInAnyOrderElementsOf(all);
    assertThat(deadLetters()).as("dead letters").isEqualTo(deadLettersExpected());
    assertResults();
  }

  private String ending(String changeAndOutcome) {
    int blank = changeAndOutcome.indexOf(' ');
    return ending(changeAndOutcome.substring(0, blank), changeAndOutcome.substring(blank + 1));
  }

  /** The requests for each target that has a change with an outcome that was not to be. */
  private String whatHappened(List<String> outcomes, List<String> all) {
    Set<String> right = Set.copyOf(all);
    return outcomes.stream()
        .filter(outcome -> !right.contains(outcome))
        .map(outcome -> outcome.substring(0, outcome.indexOf(' ')))
        .map(ledger::requestsOfTargetOf)
        .collect(Collectors.joining());
  }

  private List<String> logged() throws IOException {
    return new PublishedOutcomes()
        .addAll(work.outcomes()).all().stream().map(this::ending).toList();
  }

  private String ending(JsonNode told) {
    return ending(told.path("changeId").asText(), told.path("outcome").asText());
  }

  private String ending(String changeId, String outcome) {
    boolean removed = outcome.equals("no-op") && removals.contains(changeId);
    return changeId + " " + (removed ? "applied" : outcome);
  }

  private Set<String> deadLettersExpected() {
    return expected.entrySet().stream()
        .filter(e -> DEAD.contains(e.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The changes that the dead letters are about; nothing else is in their folder. */
  private Set<String> deadLetters() throws IOException {
    Path folder = work.home().resolve("dead-letters");
    if (!Files.exists(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> found = new HashSet<>();
      for (Path file : files.toList()) {
        found.add(file.getFileName().toString().replaceFirst("\\.json$", ""));
        assertThat(JSON.readTree(file.toFile()).path("outcome").path("outcome").asText())
            .isIn(DEAD);
      }
      return found;
    }
  }

  private void assertResults() throws IOException {
    for (Map.Entry<String, Set<String>> job : jobs.entrySet()) {
      JsonNode manifest = work.manifest(job.getKey());
      assertThat(manifest.path("rows").asInt()).isEqualTo(job.getValue().size());
      assertThat(manifest.path("duplicates").asInt()).as("rows recorded twice").isZero();
      List<String> rows = new ArrayList<>();
      for (JsonNode file : manifest.path("files")) {
        for (JsonNode row : work.resultRows(job.getKey(), file.path("name").asText())) {
          rows.add(ending(row.path("result")));
        }
      }
      assertThat(rows)
          .as("results of " + job.getKey())
          .containsExactlyInAnyOrderElementsOf(
              job.getValue().stream().map(id -> id + " " + expected.get(id)).toList());
    }
    assertThat(names(results())).as("result folders").isEqualTo(jobs.keySet());
    assertThat(names(work.home().resolve("inbox"))).as("inbox").isSubsetOf(".taking");
  }

  private static Set<String> names(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private Path results() {
    return work.home().resolve("results");
  }
}
