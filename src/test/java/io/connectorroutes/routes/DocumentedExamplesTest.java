package io.connectorroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.Way;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples of Microsoft's five pages, by each way: method, path, headers and body arrive as the
 * pages show them.
 */
class DocumentedExamplesTest {
  private static final Set<String> HEADERS =
      Set.of(
          "accept",
          "accept-encoding",
          "client-request-id",
          "connection",
          "content-length",
          "content-type",
          "host",
          "transfer-encoding",
          "user-agent");

  @TempDir Path home;

  @ParameterizedTest(name = "{0} by {1}")
  @CsvSource({
    "v1.0, QUEUE", "v1.0, JSON_OBJECT", "v1.0, JSON_ARRAY", "v1.0, JSON_LINES", "v1.0, CSV",
    "beta, QUEUE", "beta, JSON_OBJECT", "beta, JSON_ARRAY", "beta, JSON_LINES", "beta, CSV"
  })
  void eachExampleArrivesAsDocumented(String version, Way way) throws Exception {
    try (TestQueue queue = TestQueue.in(home.resolve("broker"));
        TestSystem system =
            TestSystem.in(home, seeded())
                .with("graph.api-version", version)
                .with("certificates.check", "off")
                .with("queue.url", queue.url().toString())
                .start()) {
      List<JsonNode> examples = examples(version);
      assertThat(examples).hasSize(version.equals("beta") ? 2 : 6);
      for (JsonNode example : examples) {
        check(system, queue, way, example);
      }
      assertThat(system.writes()).hasSameSizeAs(examples);
    }
  }

  private static void check(TestSystem system, TestQueue queue, Way way, JsonNode example)
      throws IOException {
    ObjectNode change = (ObjectNode) example.get("change");
    String id = change.get("changeId").textValue();

    way.send(system, queue, id, List.of(change));

    OutcomeRecord outcome = system.outcomeOf(id);
    List<JournalEntry> writes = system.writes();
    JournalEntry arrived = writes.get(writes.size() - 1);
    assertThat(outcome.outcome()).as(id + ": " + outcome.message()).isEqualTo(Outcome.APPLIED);
    assertThat(outcome.httpStatus()).isEqualTo(arrived.status());
    checkRequest(arrived, example.get("request"), system.sandbox().root().toString());
  }

  private static void checkRequest(JournalEntry arrived, JsonNode documented, String root) {
    assertThat(arrived.method()).isEqualTo(documented.get("method").textValue());
    assertThat(arrived.path()).isEqualTo(documented.get("path").textValue());
    assertThat(arrived.query()).isNull();
    assertThat(arrived.headers()).containsEntry("content-type", "application/json");
    assertThat(HEADERS).containsAll(arrived.headers().keySet());
    // As text, so that the order of the fields is that of the page as well.
    assertThat(arrived.body().toString())
        .isEqualTo(documented.get("body").toString().replace("https://graph.microsoft.com", root));
  }

  private static SandboxOptions seeded() {
    return SandboxOptions.builder()
        .seed(
            SandboxSeed.standard()
                .withApiConnectors(Map.of("be1f769b-9b13-437e-b540-79a905c4932c", "An API")))
        .build();
  }

  private static List<JsonNode> examples(String version) throws IOException, URISyntaxException {
    Path folder = Path.of(DocumentedExamplesTest.class.getResource("/golden").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("docs-"))
          .sorted()
          .map(Json::file)
          .filter(e -> e.path("settings").path("apiVersion").asText("v1.0").equals(version))
          .toList();
    }
  }
}
