package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identity of changes: duplicates, reused and rejected ids, revisions, and files dropped again. */
class SameChangeTest {
  private static final String POSTS = "/*/identity/apiConnectors";

  @TempDir Path home;

  private TestQueue queue;
  private TestSystem system;

  @BeforeEach
  void start() throws Exception {
    queue = TestQueue.in(home.resolve("broker"));
    system =
        TestSystem.in(
                home,
                SandboxOptions.builder()
                    .seed(SandboxSeed.standard().withApiConnectors(Map.of("id-1", "One")))
                    .build())
            .with("queue.url", queue.url().toString())
            .start();
  }

  @AfterEach
  void stop() {
    system.close();
    queue.close();
  }

  @Test
  void aChangeOfAFileIsAppliedOnce() throws Exception {
    ObjectNode first = Requests.create("c-1", "First");
    system.drop("first.jsonl", first + "\n");
    assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);

    ObjectNode other = Requests.create("c-1", "Other content");
    system.drop("again.jsonl", first + "\n" + other + "\n" + Requests.create("c-2", "Second"));

    Path results = system.resultsOf("again.jsonl");
    JsonNode manifest = Json.file(results.resolve("manifest.json"));
    assertThat(manifest.get("rows").intValue()).isEqualTo(3);
    assertThat(manifest.get("duplicates").intValue()).isEqualTo(1);
    assertThat(manifest.at("/counts/applied").intValue()).isEqualTo(2);
    assertThat(manifest.at("/counts/rejected").intValue()).isEqualTo(1);
    assertThat(Json.lines(results.resolve("succeeded.jsonl")).get(0).at("/result/duplicateOf"))
        .isNotNull()
        .extracting(JsonNode::textValue)
        .isNotNull();
    ObjectNode reused = Json.lines(results.resolve("failed.jsonl")).get(0);
    assertThat(reused.at("/result/message").textValue()).contains("changeId");
    assertThat(reused.at("/result/row").intValue()).isEqualTo(2);
    assertThat(system.writes()).hasSize(2);
    assertThat(outcomeLines()).hasSize(3);
  }

  @Test
  void aMessageIsAppliedOnceHoweverOftenItComes() throws Exception {
    String message = Requests.create("c-1", "First").toString();
    queue.send(message, message, message);
    system.outcomeOf("c-1");
    queue.send(message);
    queue.send(Requests.create("c-2", "Second").toString());
    system.outcomeOf("c-2");
    queue.awaitEmpty();

    assertThat(system.writes()).hasSize(2);
    assertThat(outcomeLines()).hasSize(2);
  }

  @Test
  void aReusedIdOfAMessageIsRejectedAndTheFirstStands() throws Exception {
    queue.send(Requests.create("c-1", "First").toString());
    assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);
    queue.send(Requests.create("c-1", "Other content").toString());

    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> outcomeLines().size() == 2);
    assertThat(outcomeLines().get(1).get("outcome").textValue()).isEqualTo("rejected");
    assertThat(outcomeLines().get(1).get("message").textValue()).contains("changeId");
    awaitFile(home.resolve("dead-letters/c-1.json"));
    assertThat(system.writes()).hasSize(1);
    queue.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUE", "JSON_OBJECT"})
  void aRejectedChangeDoesNotUseUpItsId(Way way) throws Exception {
    ObjectNode bad = Requests.create("c-1", "First");
    ((ObjectNode) bad.get("properties")).put("targetUrl", "ftp://files.example/");
    way.send(system, queue, "bad", List.of(bad));
    assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.REJECTED);

    way.send(system, queue, "good", List.of(Requests.create("c-1", "First")));

    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> system.outcomeOf("c-1").outcome() == Outcome.APPLIED);
    assertThat(system.writes()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUE", "CSV"})
  void anUnknownTenantIsRejected(Way way) throws Exception {
    way.send(system, queue, "a", List.of(Requests.create("c-1", "First").put("tenant", "nowhere")));

    OutcomeRecord outcome = system.outcomeOf("c-1");
    assertThat(outcome.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(outcome.message()).startsWith("tenant is not configured").doesNotContain("nowhere");
    assertThat(system.sandbox().journal()).isEmpty();
    if (way == Way.QUEUE) {
      awaitFile(home.resolve("dead-letters/c-1.json"));
      assertThat(Files.readString(home.resolve("dead-letters/c-1.json")))
          .doesNotContain(Requests.CANARY);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUE", "CSV"})
  void aChangeIsNotSentBeforeItsTime(Way way) throws Exception {
    Instant time = Instant.now().plusMillis(2_500);
    way.send(
        system,
        queue,
        "a",
        List.of(Requests.create("c-1", "First").put("notBefore", time.toString())));

    assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(system.writes()).hasSize(1);
    assertThat(system.sandbox().journal())
        .noneMatch(entry -> entry.time().isBefore(time.minusMillis(5)));
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUE", "CSV"})
  void aRevisionThatWasOvertakenIsNotSent(Way way) throws Exception {
    way.send(system, queue, "a", List.of(revision("r-2", 2)));
    assertThat(system.outcomeOf("r-2").outcome()).isEqualTo(Outcome.APPLIED);
    way.send(system, queue, "b", List.of(revision("r-1", 1)));
    assertThat(system.outcomeOf("r-1").outcome()).isEqualTo(Outcome.SUPERSEDED);
    way.send(system, queue, "c", List.of(revision("r-3", 3)));
    assertThat(system.outcomeOf("r-3").outcome()).isEqualTo(Outcome.APPLIED);

    assertThat(system.writes()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl", "csv"})
  void whatFailedIsMendedAndDroppedAgain(String extension) throws Exception {
    system
        .sandbox()
        .addFaults(List.of(Fault.on("POST", POSTS).error("Forbidden", "no").answer(403)));
    system.drop("a." + extension, text(extension, Requests.create("c-1", "Unlucky")));
    assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(system.sandbox().faultsFired()).hasSize(1);
    String failed =
        Files.readString(system.resultsOf("a." + extension).resolve("failed." + extension));
    assertThat(failed).contains("c-1:2").doesNotContain(Requests.CANARY);

    system.drop("failed." + extension, failed.replace("Unlucky", "Mended"));

    OutcomeRecord outcome = system.outcomeOf("c-1:2");
    assertThat(outcome.outcome()).as(outcome.message()).isEqualTo(Outcome.APPLIED);
    assertThat(
            system.sandbox().lastSecret("default", outcome.resourceId()).orElseThrow().password())
        .isEqualTo(Requests.password("c-1"));
    assertThat(system.sandbox().state("default").toString()).contains("Mended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl", "csv"})
  void whatSucceededIsNotDoneAgain(String extension) throws Exception {
    system.drop("a." + extension, text(extension, Requests.create("c-1", "First")));
    assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);
    String succeeded =
        Files.readString(system.resultsOf("a." + extension).resolve("succeeded." + extension));
    assertThat(succeeded).doesNotContain(Requests.CANARY);

    system.drop("succeeded." + extension, succeeded);

    JsonNode manifest =
        Json.file(system.resultsOf("succeeded." + extension).resolve("manifest.json"));
    assertThat(manifest.get("duplicates").intValue()).isEqualTo(1);
    assertThat(manifest.at("/counts/applied").intValue()).isEqualTo(1);
    assertThat(system.writes()).hasSize(1);
    assertThat(outcomeLines()).hasSize(1);
  }

  private static String text(String extension, ObjectNode change) {
    return switch (extension) {
      case "csv" -> Way.csv(List.of(change));
      case "jsonl" -> Way.lines(List.of(change));
      default -> change.toPrettyString();
    };
  }

  private static ObjectNode revision(String changeId, int revision) {
    return Requests.update(changeId, "id-1", "https://a.example/" + revision)
        .put("revision", revision);
  }

  private List<ObjectNode> outcomeLines() {
    return Json.lines(home.resolve("logs/outcomes.jsonl"));
  }

  private static void awaitFile(Path file) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(file));
  }
}
