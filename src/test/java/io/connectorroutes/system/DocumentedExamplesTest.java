package io.connectorroutes.system;

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
import java.util.ArrayList;
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
      way.send(
          system,
          queue,
          "examples",
          examples.stream().map(DocumentedExamplesTest::change).toList());

      examples.forEach(example -> checkOutcome(system, change(example)));
      checkRequests(system, examples);
    }
  }

  private static ObjectNode change(JsonNode example) {
    return (ObjectNode) example.get("change");
  }

  private static void checkOutcome(TestSystem system, ObjectNode change) {
    String id = change.get("changeId").textValue();
    OutcomeRecord outcome = system.outcomeOf(id);
    assertThat(outcome.outcome()).as(id + ": " + outcome.message()).isEqualTo(Outcome.APPLIED);
  }

  private static void checkRequests(TestSystem system, List<JsonNode> examples) {
    List<JournalEntry> arrived = new ArrayList<>(system.writes());
    for (JsonNode example : examples) {
      JsonNode request = Json.object(documented(example, system));
      JournalEntry entry =
          arrived.stream().filter(e -> isThat(e, request)).findFirst().orElse(null);
      assertThat(entry).as("arrived are " + arrived + ", not " + request).isNotNull();
      assertThat(entry.query()).isNull();
      assertThat(entry.headers()).containsEntry("content-type", "application/json");
      assertThat(HEADERS).containsAll(entry.headers().keySet());
      arrived.remove(entry);
    }
    assertThat(arrived).isEmpty();
  }

  private static String documented(JsonNode example, TestSystem system) {
    String root = system.sandbox().root().toString();
    return example.get("request").toString().replace("https://graph.microsoft.com", root);
  }

  private static boolean isThat(JournalEntry entry, JsonNode request) {
    return entry.method().equals(request.get("method").textValue())
        && entry.path().equals(request.get("path").textValue())
        && request.get("body").equals(entry.body());
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
