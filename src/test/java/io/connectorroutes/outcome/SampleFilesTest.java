package io.connectorroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shipped samples and their expectation agree with each other. */
class SampleFilesTest {
  private static final Path SAMPLES = Path.of("src/main/dist/samples");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A sample's place, id (null where it has none) and operation. */
  private record Sample(String job, Integer row, String changeId, String operation) {}

  @Test
  void theyUseEachOperation() throws IOException {
    assertThat(samples())
        .extracting(Sample::operation)
        .containsAll(Arrays.stream(Operation.values()).map(Operation::wireName).toList());
  }

  @Test
  void eachHasOneExpectedOutcome() throws IOException {
    List<Sample> expected = new ArrayList<>();
    for (JsonNode outcome : expected().path("outcomes")) {
      assertThat(Outcome.of(outcome.path("outcome").asText())).isNotNull();
      expected.add(
          new Sample(
              outcome.path("job").asText(null),
              outcome.has("row") ? outcome.path("row").asInt() : null,
              outcome.path("changeId").asText(null),
              null));
    }

    assertThat(expected)
        .containsExactlyInAnyOrderElementsOf(
            samples().stream().map(s -> new Sample(s.job(), s.row(), s.changeId(), null)).toList());
  }

  @Test
  void oneIsRejectedAndOneFails() throws IOException {
    assertThat(expected().path("outcomes").findValuesAsText("outcome"))
        .contains("rejected", "failed")
        .filteredOn(outcome -> !outcome.equals("applied"))
        .hasSize(2);
  }

  @Test
  void idsAreUsedOnce() throws IOException {
    assertThat(samples())
        .extracting(Sample::changeId)
        .filteredOn(id -> id != null)
        .doesNotHaveDuplicates();
  }

  @Test
  void noPasswordLooksReal() throws IOException {
    Set<String> passwords = new HashSet<>();
    for (JsonNode change : nested()) {
      change.findValues("password").stream()
          .filter(JsonNode::isTextual)
          .forEach(password -> passwords.add(password.asText()));
    }
    csvRows()
        .forEach(row -> passwords.add(row.get("properties.authenticationConfiguration.password")));
    passwords.remove("");

    assertThat(passwords)
        .hasSizeGreaterThan(5)
        .allMatch(password -> password.matches("sample-only-not-a-password-\\d+"));
  }

  @Test
  void whatASampleNamesIsMadeInItsOwnFile() throws IOException {
    for (Path file : files("inbox")) {
      if (file.toString().endsWith(".csv")) {
        continue;
      }
      Set<String> made = new HashSet<>();
      for (JsonNode change : changes(file)) {
        String used =
            change
                .path("properties")
                .path("apiConnector")
                .path("displayName")
                .asText(change.path("target").path("displayName").asText(null));
        if (used != null && !change.path("operation").asText().endsWith(".upsert")) {
          assertThat(made).as(file.toString()).contains(used);
        }
        made.add(change.path("properties").path("displayName").asText());
      }
    }
  }

  private static List<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path file : files("inbox")) {
      String job = file.getFileName().toString();
      int row = 0;
      if (job.endsWith(".csv")) {
        for (Map<String, String> cells : csvRows()) {
          String id = cells.get("changeId");
          samples.add(new Sample(job, ++row, id.isEmpty() ? null : id, cells.get("operation")));
        }
      } else {
        for (JsonNode change : changes(file)) {
          samples.add(sample(job, ++row, change));
        }
      }
    }
    for (Path file : files("queue")) {
      samples.add(sample(null, null, changes(file).get(0)));
    }
    return samples;
  }

  private static Sample sample(String job, Integer row, JsonNode change) {
    JsonNode body = change.has("specversion") ? change.path("data") : change;
    String id = change.path(change.has("specversion") ? "id" : "changeId").asText();
    return new Sample(job, row, id, body.path("operation").asText());
  }

  private static List<JsonNode> nested() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (Path file : Stream.concat(files("inbox").stream(), files("queue").stream()).toList()) {
      if (!file.toString().endsWith(".csv")) {
        all.addAll(changes(file));
      }
    }
    return all;
  }

  private static List<JsonNode> changes(Path file) throws IOException {
    List<JsonNode> changes = new ArrayList<>();
    try (MappingIterator<JsonNode> values =
        MAPPER.readerFor(JsonNode.class).readValues(file.toFile())) {
      values.forEachRemaining(changes::add);
    }
    return changes;
  }

  private static List<Map<String, String>> csvRows() throws IOException {
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(SAMPLES.resolve("inbox/connectors.csv").toFile())) {
      return rows.readAll();
    }
  }

  private static JsonNode expected() throws IOException {
    return MAPPER.readTree(SAMPLES.resolve("expected.json").toFile());
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES.resolve(folder))) {
      return files.sorted().toList();
    }
  }
}
