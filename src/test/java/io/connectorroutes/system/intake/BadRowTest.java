package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One bad row among a thousand good ones. What is told of it, in the outcome log, the ledger, the
 * result files and the stand-in for Graph, is one and the same.
 */
class BadRowTest {
  private static final int ROWS = 1_000;
  private static final int BAD = 437;

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "csv"})
  void aBadRowStopsNoOther(String extension) throws Exception {
    List<ObjectNode> changes = changes();
    String content = extension.equals("csv") ? Way.csv(changes) : Way.lines(changes);
    try (TestSystem system = TestSystem.in(home).with("graph.budget", "none").start()) {
      system.drop("many." + extension, content);

      String job = "many." + extension;
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.exists(home.resolve("results").resolve(job)));
      Reports reports = system.application().ledger().reports();
      Reports.JobSummary summary = reports.summary(reports.job(job).orElseThrow());
      assertThat(summary.counts())
          .containsEntry("applied", 999L)
          .containsEntry("rejected", 1L)
          .satisfies(
              counts ->
                  assertThat(counts.values().stream().mapToLong(n -> n).sum()).isEqualTo(ROWS));
      checkSandbox(system);
      checkOutcomeLog(extension);
      checkResults(home.resolve("results").resolve(job), extension);
    }
  }

  private static List<ObjectNode> changes() {
    return IntStream.rangeClosed(1, ROWS)
        .mapToObj(row -> row == BAD ? bad(row) : Requests.create("row-" + row, "API " + row))
        .toList();
  }

  private static ObjectNode bad(int row) {
    ObjectNode change = Requests.create("row-" + row, "API " + row);
    ((ObjectNode) change.get("properties")).put("targetUrl", "http://plain.example/");
    return change;
  }

  private static void checkSandbox(TestSystem system) {
    assertThat(system.writes()).hasSize(ROWS - 1).allMatch(e -> e.status() == 201);
    assertThat(names(system.sandbox().state("default").get("apiConnectors")))
        .isEqualTo(
            IntStream.rangeClosed(1, ROWS)
                .filter(row -> row != BAD)
                .mapToObj(row -> "API " + row)
                .collect(Collectors.toSet()));
  }

  private static Set<String> names(JsonNode connectors) {
    return Stream.iterate(0, i -> i < connectors.size(), i -> i + 1)
        .map(i -> connectors.get(i).get("displayName").textValue())
        .collect(Collectors.toSet());
  }

  private void checkOutcomeLog(String extension) {
    List<ObjectNode> lines = Json.lines(home.resolve("logs/outcomes.jsonl"));
    assertThat(lines).hasSize(ROWS);
    assertThat(lines.stream().map(line -> line.get("changeId")).distinct()).hasSize(ROWS);
    List<ObjectNode> rejected = lines.stream().filter(is("outcome", "rejected")).toList();
    assertThat(rejected).hasSize(1);
    assertThat(rejected.get(0).get("row").intValue()).isEqualTo(BAD);
    assertThat(rejected.get(0).get("job").textValue()).isEqualTo("many." + extension);
    assertThat(rejected.get(0).get("message").textValue()).contains("properties.targetUrl");
    assertThat(lines.toString()).doesNotContain(Requests.CANARY);
  }

  private static Predicate<JsonNode> is(String field, String value) {
    return node -> node.path(field).asText().equals(value);
  }

  private static void checkResults(Path results, String extension)
      throws IOException, GeneralSecurityException {
    JsonNode manifest = Json.file(results.resolve("manifest.json"));
    assertThat(manifest.get("rows").intValue()).isEqualTo(ROWS);
    assertThat(manifest.at("/counts/applied").intValue()).isEqualTo(ROWS - 1);
    assertThat(manifest.at("/counts/rejected").intValue()).isEqualTo(1);
    int counted = 0;
    for (JsonNode count : manifest.get("counts")) {
      counted += count.intValue();
    }
    assertThat(counted).isEqualTo(ROWS);
    int rows = 0;
    for (JsonNode file : manifest.get("files")) {
      Path path = results.resolve(file.get("name").textValue());
      assertThat(sha256(path)).isEqualTo(file.get("sha256").textValue());
      assertThat(rows(path)).isEqualTo(file.get("rows").intValue());
      rows += file.get("rows").intValue();
    }
    assertThat(rows).isEqualTo(ROWS);
    String failed = Files.readString(results.resolve("failed." + extension));
    assertThat(failed)
        .contains("properties.targetUrl", "" + BAD, "change:row-" + BAD)
        .doesNotContain(Requests.CANARY);
  }

  /** No cell of these rows has a line break. */
  private static int rows(Path file) throws IOException {
    int lines = Files.readAllLines(file).size();
    return file.toString().endsWith(".csv") ? lines - 1 : lines;
  }

  private static String sha256(Path file) throws IOException, GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
