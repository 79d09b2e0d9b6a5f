package io.connectorroutes.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.Way;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What breaks its rule is rejected and not repeated; an id that does is given back to its sender.
 */
class RefusedValuesTest {
  private static final String CANARY = "Kan4ry-ok-8812";
  private static final String BAD_ID = "ORD 2026/17";
  private static final ObjectNode BAD =
      Json.object(
          "{'changeId':'ORD 2026/17','operation':'apiConnector.delete',"
              + "'target':{'displayName':'Nobody'}}");

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl", "csv"})
  void aBrokenIdIsGivenBackAndRejectedAgainWhereNobodyMendsIt(String format) throws Exception {
    try (TestSystem system = TestSystem.in(home).start()) {
      system.drop("a." + format, text(format, List.of(BAD)));

      String failed = Files.readString(system.resultsOf("a." + format).resolve("failed." + format));
      ObjectNode outcome = outcomes(1).get(0);
      String madeUp = outcome.path("changeId").asText();
      assertThat(outcome.path("outcome").asText()).isEqualTo("rejected");
      assertThat(outcome.path("givenChangeId").asText()).isEqualTo(BAD_ID);
      assertThat(outcome.path("message").asText()).startsWith("changeId is not as expected: give");
      assertThat(madeUp).matches("[0-9a-f]{32}-1");
      assertThat(system.application().ledger().reports().history(BAD_ID))
          .as("status finds it by the id that its sender knows")
          .singleElement()
          .satisfies(history -> assertThat(history.changeId()).isEqualTo(madeUp));
      if (format.equals("csv")) {
        assertThat(failed).contains("\r\n,apiConnector.delete,Nobody,1,rejected," + madeUp + ",");
        assertThat(failed).containsOnlyOnce(BAD_ID);
      } else {
        JsonNode row =
            format.equals("json") ? Json.file(file(system, format)).get(0) : line(failed);
        assertThat(row.has("changeId")).isFalse();
        assertThat(row.at("/result/changeId").asText()).isEqualTo(madeUp);
        assertThat(row.at("/result/givenChangeId").asText()).isEqualTo(BAD_ID);
      }

      system.drop("again." + format, failed);

      system.resultsOf("again." + format);
      ObjectNode again = outcomes(2).get(1);
      assertThat(again.path("outcome").asText()).isEqualTo("rejected");
      assertThat(again.path("givenChangeId").asText()).isEqualTo(BAD_ID);
      assertThat(again.path("message").asText())
          .startsWith("changeId is missing, and the one before (result.givenChangeId) broke");
      assertThat(system.sandbox().journal()).isEmpty();

      String mended =
          format.equals("csv")
              ? failed.replace("\r\n,apiConnector", "\r\nORD-17,apiConnector")
              : failed.replace("{\"operation\"", "{\"changeId\":\"ORD-17\",\"operation\"");
      system.drop("mended." + format, mended);
      assertThat(system.outcomeOf("ORD-17").outcome().wireName()).isEqualTo("no-op");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4711", "true", "null", "''", "['a']"})
  void anIdThatIsNoTextIsGivenBackAsWell(String id) throws Exception {
    try (TestSystem system = TestSystem.in(home).start()) {
      String row = BAD.toString().replace("\"" + BAD_ID + "\"", id.replace('\'', '"'));
      system.drop("a.jsonl", row + "\n");

      String given = id.equals("''") ? "" : id.replace('\'', '"');
      assertThat(outcomes(1).get(0).path("givenChangeId").textValue()).isEqualTo(given);
      String failed = Files.readString(system.resultsOf("a.jsonl").resolve("failed.jsonl"));
      assertThat(line(failed).has("changeId")).isFalse();
      system.drop("again.jsonl", failed);
      assertThat(outcomes(2).get(1).path("outcome").asText()).isEqualTo("rejected");
      assertThat(system.sandbox().journal()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestQueue.Protocol.class)
  void aBrokenIdOfAMessageIsRejectedAgainToo(TestQueue.Protocol protocol) throws Exception {
    try (TestQueue queue = TestQueue.start(home.resolve("broker"), protocol);
        TestSystem system = TestSystem.in(home).with("queue.url", queue.url().toString()).start()) {
      queue.send(BAD.toString());

      ObjectNode outcome = outcomes(1).get(0);
      assertThat(outcome.path("givenChangeId").asText()).isEqualTo(BAD_ID);
      JsonNode letter = Json.file(system.awaited(deadLetter(outcome)));
      assertThat(letter.at("/outcome/givenChangeId").asText()).isEqualTo(BAD_ID);
      assertThat(letter.path("change").has("changeId")).isFalse();

      queue.send(letter.path("change").toString());

      assertThat(outcomes(2).get(1).path("outcome").asText()).isEqualTo("rejected");
      assertThat(outcomes(2).get(1).path("givenChangeId").asText()).isEqualTo(BAD_ID);
      assertThat(system.sandbox().journal()).isEmpty();
    }
  }

  private String deadLetter(ObjectNode outcome) {
    String id = outcome.path("changeId").asText();
    return "dead-letters/" + id + ".json";
  }

  /** Rows with a password where something else belongs. */
  private static List<ObjectNode> misplaced() {
    return Stream.of(
            "{'operation':'C','target':{'id':'1'}}",
            "{'operation':'C','tenant':'C','target':{'userFlowId':'f','step':'C'}}",
            "{'operation':['C']}",
            "{'operation':'connectorGroup.delete','tenant':'C','target':{'id':'1'}}",
            "{'operation':'connectorGroup.delete','tenant':'C','target':{'id':5}}",
            "{'operation':'userFlow.disableApiConnector','target':{'userFlowId':'f','step':'C'}}",
            "{'operation':'userFlow.disableApiConnector',"
                + "'target':{'userFlowId':'f','step':'preTokenIssuance','userFlowType':'C'}}",
            "{'operation':'connector.update','target':{'id':'1'},'properties':{'status':'C'}}",
            "{'operation':'connector.update','target':{'id':'1'},"
                + "'properties':{'@odata.type':'C','status':'active'}}",
            "{'operation':'connectorGroup.delete','target':{'id':'1'},'revision':'C'}",
            "{'operation':'connectorGroup.delete','target':{'id':'1'},'notBefore':'C'}",
            "{'operation':'connectorGroup.delete','target':{'displayName':'C'}}",
            "{'operation':'connectorGroup.delete','target':{'id':'1','step':'C'}}",
            "{'operation':'apiConnector.update','target':{'id':'1'},"
                + "'properties':{'targetUrl':'C'}}",
            "{'operation':'apiConnector.update','target':{'id':'1'},'properties':"
                + "{'authenticationConfiguration':{'@odata.type':'C','username':'u','password':'C'}}}")
        .map(text -> Json.object(text.replace("'C'", "'" + CANARY + "'")))
        .toList();
  }

  private static List<ObjectNode> numbered(List<ObjectNode> changes) {
    for (int i = 0; i < changes.size(); i++) {
      changes.get(i).put("changeId", "c-" + i);
    }
    return changes;
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUE", "JSON_ARRAY", "JSON_LINES", "CSV"})
  void aPasswordInTheWrongColumnIsNowhere(Way way) throws Exception {
    try (TestQueue queue = TestQueue.in(home.resolve("broker"));
        TestSystem system = TestSystem.in(home).with("queue.url", queue.url().toString()).start()) {
      List<ObjectNode> changes = numbered(misplaced());
      way.send(system, queue, "a", changes);
      way.send(system, queue, "b", List.of(BAD.deepCopy().put("changeId", "done")));

      assertThat(outcomes(changes.size() + 1))
          .filteredOn(outcome -> !outcome.path("changeId").asText().equals("done"))
          .allSatisfy(
              outcome -> assertThat(outcome.path("outcome").asText()).isEqualTo("rejected"));
      if (way == Way.QUEUE) {
        for (ObjectNode change : changes) {
          system.awaited("dead-letters/" + change.path("changeId").asText() + ".json");
        }
      } else {
        Awaitility.await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> home.resolve("results").toFile().list().length >= 2);
      }
      assertThat(filesWithTheCanary()).isEmpty();
    }
  }

  @Test
  void aPasswordAsTheNameOfAFieldOrColumnIsNowhere() throws Exception {
    try (TestSystem system = TestSystem.in(home).start()) {
      String row = "{'operation':'connectorGroup.delete','target':{'id':'1','%s':1},'%s':2}";
      system.drop("a.jsonl", row.replace('\'', '"').replace("%s", CANARY) + "\n" + BAD + "\n");
      system.drop("b.csv", "operation," + CANARY + "\nconnectorGroup.delete,1\n");

      system.resultsOf("a.jsonl");
      Path reason = system.awaited("refused/b.csv.reason.txt");
      assertThat(Files.readString(reason)).contains("column 2 (its name is not repeated)");
      assertThat(outcomes(2).get(0).path("message").asText())
          .contains("field 2 of target (its name is not repeated) is not a field of")
          .contains("field 3 (its name is not repeated) is not a field of");
      String failed = Files.readString(home.resolve("results/a.jsonl/failed.jsonl"));
      assertThat(line(failed).has("…1")).isTrue();
      assertThat(filesWithTheCanary()).isEmpty();
      system.drop("again.jsonl", failed);
      system.resultsOf("again.jsonl");
      assertThat(outcomes(4).get(2).path("outcome").asText()).isEqualTo("rejected");
    }
  }

  /** Besides what the sender and the broker have. */
  private List<Path> filesWithTheCanary() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file ->
                  Stream.of("accepted", "broker", "inbox", "refused/b.csv")
                      .map(home::resolve)
                      .noneMatch(file::equals))
          .filter(
              file ->
                  Stream.of("accepted", "broker", "inbox")
                      .map(home::resolve)
                      .noneMatch(file::startsWith))
          .filter(RefusedValuesTest::hasCanary)
          .toList();
    }
  }

  private static boolean hasCanary(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(CANARY);
    } catch (IOException e) {
      // A file of the database that is gone by now.
      return false;
    }
  }

  private static String text(String format, List<ObjectNode> changes) {
    return switch (format) {
      case "csv" -> Way.csv(changes);
      case "jsonl" -> Way.lines(changes);
      default -> changes.toString();
    };
  }

  private Path file(TestSystem system, String format) {
    return system.resultsOf("a." + format).resolve("failed." + format);
  }

  private static JsonNode line(String lines) {
    return Json.object(lines.lines().findFirst().orElseThrow());
  }

  private List<ObjectNode> outcomes(int count) {
    Path log = home.resolve("logs/outcomes.jsonl");
    return Awaitility.await()
        .alias(count + " outcomes")
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> Files.exists(log) ? Json.lines(log) : List.<ObjectNode>of(),
            lines -> lines.size() >= count);
  }
}
