package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.sandbox.ReceivedSecret;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Result files that are mended and dropped again: their references give back the secrets. */
class MendedRowsTest {
  private static final String HEADER =
      "changeId,operation,properties.displayName,properties.targetUrl,"
          + "properties.authenticationConfiguration.@odata.type,"
          + "properties.authenticationConfiguration.username,"
          + "properties.authenticationConfiguration.password";
  private static final String CREDENTIALS = ",#microsoft.graph.basicAuthentication,svc,";

  @TempDir Path home;

  private TestSystem system;

  @BeforeEach
  void start() throws Exception {
    system = TestSystem.in(home).with("graph.budget", "none").start();
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void aRejectedRowOfCsvIsAppliedOnceItIsMended() throws Exception {
    system.drop(
        "rejected-row.csv",
        HEADER + "\na-1,apiConnector.create,A http,http://api.example/a" + CREDENTIALS + "pw-0\n");
    system.resultsOf("rejected-row.csv");
    system.drop(
        "rejected-row-mended.csv",
        HEADER
            + ".secretRef,result.row,result.outcome,result.changeId\n"
            + "a-1:2,apiConnector.create,A http,https://api.example/a"
            + CREDENTIALS
            + "change:a-1,1,rejected,a-1\n");

    assertThat(system.outcomeOf("a-1:2").outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(password("a-1:2")).isEqualTo("pw-0");
  }

  /** Of a tenant that is configured later, and with a revision that is none. */
  @Test
  void aRowIsNotTakenWithoutWhatWasLeftOutOfIt() throws Exception {
    system.drop(
        "a.jsonl",
        """
        {"changeId":"j-1","operation":"apiConnector.delete","tenant":"west","target":{"id":"x"}}
        {"changeId":"j-2","operation":"apiConnector.delete","revision":"new","target":{"id":"x"}}
        """);
    system.drop("a.csv", "changeId,operation,tenant,target.id\nc-1,apiConnector.delete,west,x\n");
    String rows = Files.readString(system.resultsOf("a.jsonl").resolve("failed.jsonl"));
    String cells = Files.readString(system.resultsOf("a.csv").resolve("failed.csv"));
    assertThat(rows + cells).doesNotContain("\"west\"", ",west,", "\"new\"");
    system.stop();
    system.with("graph.tenants.west.tenant-id", "west.example").start();

    system.drop("b.jsonl", rows);
    system.drop("b.csv", cells);
    for (String id : List.of("j-1:2", "c-1:2")) {
      assertThat(system.outcomeOf(id))
          .returns(Outcome.REJECTED, OutcomeRecord::outcome)
          .returns(
              "tenant is missing, and the one before was refused: give it, or take its name out of"
                  + " result.leftOut where the change is to have none",
              OutcomeRecord::message);
    }
    assertThat(system.outcomeOf("j-2:2").message()).startsWith("revision is missing");
    String rowsAgain = Files.readString(system.resultsOf("b.jsonl").resolve("failed.jsonl"));
    String cellsAgain = Files.readString(system.resultsOf("b.csv").resolve("failed.csv"));
    assertThat(rowsAgain).contains("\"leftOut\":\"tenant\"", "\"leftOut\":\"revision\"");
    assertThat(cellsAgain).contains(",tenant\n");
    assertThat(system.writes()).isEmpty();

    system.drop(
        "c.jsonl",
        rowsAgain
            .replace("\"changeId\":\"j-1:3\"", "\"changeId\":\"j-1:3\",\"tenant\":\"west\"")
            .replace("\"leftOut\":\"revision\"", "\"leftOut\":\"\""));
    system.drop("c.csv", cellsAgain.replace("apiConnector.delete,,", "apiConnector.delete,west,"));
    for (String id : List.of("j-1:3", "c-1:3", "j-2:3")) {
      assertThat(system.outcomeOf(id))
          .as(id)
          .returns(Outcome.NO_OP, OutcomeRecord::outcome)
          .returns(id.startsWith("j-2") ? null : "west", OutcomeRecord::tenant);
    }
  }

  @Test
  void aRowIsMendedForWhateverReasonItWasRejected() throws Exception {
    system.drop("first.jsonl", Requests.create("reusedId", "First") + "\n");
    assertThat(system.outcomeOf("reusedId").outcome()).isEqualTo(Outcome.APPLIED);
    Map<String, ObjectNode> good = new TreeMap<>();
    List<ObjectNode> bad = new ArrayList<>();
    reasons()
        .forEach(
            (reason, spoil) -> {
              ObjectNode row = Requests.create(reason, "API " + reason);
              authentication(row).put("password", "password of " + reason);
              good.put(reason, row.deepCopy());
              spoil.accept(row);
              bad.add(row);
            });
    system.drop("bad.jsonl", Way.lines(bad));
    List<ObjectNode> failed = Json.lines(system.resultsOf("bad.jsonl").resolve("failed.jsonl"));
    assertThat(failed).hasSameSizeAs(bad);
    List<ObjectNode> mended = new ArrayList<>();
    for (ObjectNode row : failed) {
      String reason = reasonOf(row);
      ObjectNode mend = good.get(reason);
      mend.put("changeId", reason + ":2");
      authentication(mend).set("password", authentication(row).get("password"));
      mended.add(mend);
    }
    assertThat(mended.toString()).doesNotContain("password of ").contains("change:httpUrl");

    system.drop("mended.jsonl", Way.lines(mended));

    Path results = system.resultsOf("mended.jsonl");
    assertThat(results.resolve("failed.jsonl")).doesNotExist();
    for (String reason : good.keySet()) {
      assertThat(system.outcomeOf(reason + ":2").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(password(reason + ":2")).isEqualTo("password of " + reason);
    }
  }

  @Test
  void theKeyInATargetUrlIsShownNowhereAndComesBack() throws Exception {
    String url = "https://api.example/f?code=" + Requests.CANARY;
    system.drop(
        "keys.csv",
        HEADER
            + "\nk-1,apiConnector.create,,"
            + url
            + CREDENTIALS
            + "pw-1\nk-2,apiConnector.create,K 2,https://api.example/2"
            + CREDENTIALS
            + "pw-2\n");
    Path failed = system.resultsOf("keys.csv").resolve("failed.csv");
    system.drop(
        "mended.csv",
        Files.readString(failed).replace(",apiConnector.create,,", ",apiConnector.create,K 1,"));
    assertThat(system.outcomeOf("k-1:2").outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(password("k-1:2")).isEqualTo("pw-1");
    assertThat(system.sandbox().state("default").get("apiConnectors").toString()).contains(url);

    system.drop("update.jsonl", Requests.update("u-1", "none", url) + "\n");
    ObjectNode change =
        (ObjectNode) Json.file(system.awaited("dead-letters/u-1.json")).get("change");
    assertThat(change.at("/properties/targetUrl/secretRef").textValue()).isEqualTo("change:u-1");
    system.drop("again.jsonl", change.put("changeId", "u-2") + "\n");
    assertThat(system.outcomeOf("u-2").httpStatus()).isEqualTo(404);

    system.resultsOf("mended.csv");
    system.resultsOf("again.jsonl");
    for (String folder : List.of("results", "dead-letters", "logs")) {
      try (Stream<Path> files = Files.walk(home.resolve(folder))) {
        assertThat(files.filter(Files::isRegularFile))
            .isNotEmpty()
            .allSatisfy(file -> assertThat(file).content().doesNotContain(Requests.CANARY));
      }
    }
  }

  private static Map<String, Consumer<ObjectNode>> reasons() {
    Map<String, Consumer<ObjectNode>> reasons = new TreeMap<>();
    reasons.put("httpUrl", row -> properties(row).put("targetUrl", "http://api.example/hook"));
    reasons.put("blankInUrl", row -> properties(row).put("targetUrl", "https://api.example/a b"));
    reasons.put("userInUrl", row -> properties(row).put("targetUrl", "https://u:p@api.example/"));
    reasons.put("unknownProperty", row -> properties(row).put("displayname", "x"));
    reasons.put("unknownField", row -> row.put("notbefore", "x"));
    reasons.put("unknownAuthentication", row -> authentication(row).put("user", "x"));
    reasons.put("noName", row -> properties(row).remove("displayName"));
    reasons.put("emptyName", row -> properties(row).put("displayName", ""));
    reasons.put("numberAsName", row -> properties(row).put("displayName", 7));
    reasons.put("noUser", row -> authentication(row).remove("username"));
    reasons.put("otherType", row -> authentication(row).put("@odata.type", "basic"));
    reasons.put("target", row -> row.putObject("target").put("id", "x"));
    reasons.put("revision", row -> row.put("revision", -1));
    reasons.put("notBefore", row -> row.put("notBefore", "2026-02-30T00:00:00Z"));
    reasons.put("changeId", row -> row.put("changeId", "a b"));
    reasons.put("reusedId", row -> {});
    return reasons;
  }

  private static String reasonOf(ObjectNode failed) {
    int row = failed.at("/result/row").intValue();
    return List.copyOf(reasons().keySet()).get(row - 1);
  }

  private static ObjectNode properties(ObjectNode row) {
    return (ObjectNode) row.get("properties");
  }

  private static ObjectNode authentication(ObjectNode row) {
    return (ObjectNode) properties(row).get("authenticationConfiguration");
  }

  private String password(String changeId) {
    return system
        .sandbox()
        .lastSecret("default", system.outcomeOf(changeId).resourceId())
        .map(ReceivedSecret::password)
        .orElseThrow();
  }
}
