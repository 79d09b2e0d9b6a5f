package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.app.ImportReport.Refused;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.testing.SampleJob;
import io.connectorroutes.testing.TestSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import says of a file that was imported before. */
class ImportReportTest {
  @TempDir Path home;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path manifest;
  private long recovered;

  @Test
  void whatWasKnownBeforeIsNotToldAsApplied() {
    assertThat(
            line(
                Map.of("applied", 136L, "rejected", 14L),
                136,
                Map.of("applied", 0L, "rejected", 14L)))
        .startsWith("side.csv~2: 14 rejected, 136 known before (136 applied)\n  results in ");
  }

  @Test
  void whatFailedBeforeIsToldToo() {
    assertThat(line(Map.of("failed", 5L), 5, Map.of("failed", 0L)))
        .startsWith("side.csv~2: 5 known before (5 failed)\n");
  }

  @Test
  void whatReplaysRecoveredIsTold() {
    recovered = 1;
    assertThat(line(Map.of("failed", 2L), 0, Map.of("failed", 2L)))
        .startsWith("side.csv~2: 2 failed; 1 of those recovered by a replay\n");
  }

  @Test
  void aFileThatIsWholeNewIsToldByItsOutcomes() {
    assertThat(line(Map.of("applied", 3L), 0, Map.of("applied", 3L)))
        .startsWith("side.csv~2: 3 applied\n  results in ");
  }

  @Test
  void aFolderThatIsNotThereIsNotNamed() throws IOException {
    Files.delete(manifest);
    assertThat(line(Map.of("applied", 3L), 0, Map.of("applied", 3L)))
        .isEqualTo("side.csv~2: 3 applied\n");
  }

  @BeforeEach
  void writeResults() throws IOException {
    manifest = Files.createDirectories(home.resolve("results/side.csv~2")).resolve("manifest.json");
    Files.writeString(
        manifest,
        """
        {"job": "side.csv~2", "source": "/in/side.csv", "receivedAt": "1970-01-01T00:00:00.000Z"}
        """);
  }

  @Test
  void aDocumentHasTheRefusedFilesAndWhyRowsAreLeftTooAndSoHaveTheErrors() throws IOException {
    JsonNode document =
        new ObjectMapper()
            .readTree(printed(Map.of("applied", 3L, "open", 2L), 0, Map.of("applied", 3L), true));
    assertThat(document.at("/refused"))
        .hasToString("[{\"file\":\"/in/cut.json\",\"reason\":\"it is cut short\"}]");
    assertThat(document.at("/left")).hasToString("[\"2 changes wait: nobody knows why\"]");
    assertThat(document.at("/jobs/0/counts/open").asInt()).isEqualTo(2);
    assertThat(document.at("/jobs/0").has("reason")).isTrue();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            connector-routes: /in/cut.json is refused: it is cut short
            connector-routes: 2 changes wait: nobody knows why
            """);
  }

  private String line(Map<String, Long> counts, long duplicates, Map<String, Long> firsts) {
    return printed(counts, duplicates, firsts, false);
  }

  private String printed(
      Map<String, Long> counts, long duplicates, Map<String, Long> firsts, boolean json) {
    Job job =
        SampleJob.named("side.csv~2")
            .fileName("side.csv")
            .state(Job.State.COMPLETE)
            .rows(150)
            .job();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TestSystem system = TestSystem.in(home)) {
      new ImportReport(system.configuration(), Terminal.of(out, err))
          .print(
              List.of(new JobSummary(job, counts, duplicates, firsts, recovered)),
              List.of(new Refused(Path.of("/in/cut.json"), "it is cut short")),
              List.of("2 changes wait: nobody knows why"),
              json);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
