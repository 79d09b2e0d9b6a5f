package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.app.ProductCommands;
import io.connectorroutes.app.ProductCommands.Executed;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.FittingLines;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan} says is what {@code import} does. */
class PlanTest {
  /** A row of each kind of action, and rows that bear on others. */
  private static final String ROWS =
      """
      {"changeId":"r1","operation":"apiConnector.create","properties":{"displayName":"Age","targetUrl":"https://x.example/age?code=canary-5b1f-url","authenticationConfiguration":{"@odata.type":"#microsoft.graph.basicAuthentication","username":"u","password":"canary-5b1f-1"}}}
      {"changeId":"r2","operation":"apiConnector.update","target":{"displayName":"Age"},"properties":{"displayName":"Age 2"}}
      {"changeId":"r3","operation":"userFlow.enableApiConnector","target":{"userFlowId":"B2X_1_signup","step":"postFederationSignup"},"properties":{"apiConnector":{"displayName":"Late"}}}
      {"changeId":"r4","operation":"apiConnector.upsert","target":{"displayName":"Late"},"properties":{"displayName":"Late","targetUrl":"https://x.example/late","authenticationConfiguration":{"@odata.type":"#microsoft.graph.basicAuthentication","username":"u","password":"canary-5b1f-2"}}}
      {"changeId":"r5","operation":"apiConnector.delete","target":{"displayName":"Nobody"}}
      {"changeId":"r6","operation":"apiConnector.delete","target":{"displayName":"Late"}}
      {"changeId":"r7","operation":"apiConnector.update","target":{"displayName":"Late"},"properties":{"targetUrl":"https://x.example/late"}}
      {"changeId":"r8","operation":"connector.update","target":{"id":"7aa5aca1-aca1-7aa5-a1ac-a57aa1aca57a"},"properties":{"machineName":"m.example","status":"active"}}
      {"changeId":"r9","operation":"connector.moveToGroup","target":{"id":"7aa5aca1-aca1-7aa5-a1ac-a57aa1aca57a"},"properties":{"connectorGroup":{"name":"Branch offices"}}}
      {"changeId":"r8","operation":"connector.update","target":{"id":"7aa5aca1-aca1-7aa5-a1ac-a57aa1aca57a"},"properties":{"machineName":"m.example","status":"active"}}
      {"changeId":"r11","operation":"apiConnector.updat"}
      {"changeId":"r12","operation":"connectorGroup.create","properties":{"name":"Branch offices"}}
      {"changeId":"r13","operation":"connectorGroup.update","target":{"name":"Branch offices"},"properties":{"region":"eur"}}
      {"changeId":"r14","operation":"apiConnector.upsert","revision":5,"target":{"displayName":"Twin"},"properties":{"displayName":"Twin","targetUrl":"https://x.example/twin","authenticationConfiguration":{"@odata.type":"#microsoft.graph.basicAuthentication","username":"u","password":"canary-5b1f-3"}}}
      {"changeId":"r15","operation":"apiConnector.update","revision":4,"target":{"displayName":"Twin"},"properties":{"targetUrl":"https://x.example/older"}}
      {"changeId":"r16","operation":"apiConnector.update","target":{"id":"here"},"properties":{"displayName":"Here","targetUrl":"https://api.example.com/"}}
      {"changeId":"r8","operation":"connector.update","target":{"id":"7aa5aca1-aca1-7aa5-a1ac-a57aa1aca57a"},"properties":{"machineName":"other.example"}}
      {"changeId":"r18","operation":"apiConnector.uploadClientCertificate","target":{"id":"here"},"properties":{"pkcs12Value":"bm90IGEgY2VydGlmaWNhdGU=","password":"canary-5b1f-4"}}
      """;

  @TempDir Path folder;
  private TestSystem system;
  private Path home;
  private String out;
  private String err;

  @BeforeEach
  void tenant() {
    home = folder.resolve("home");
    system =
        TestSystem.in(
            home,
            SandboxOptions.builder()
                .seed(SandboxSeed.standard().withApiConnectors(Map.of("here", "Here")))
                .pageSize(1)
                .build());
  }

  @AfterEach
  void close() {
    system.close();
  }

  private int execute(String... command) {
    Executed executed = ProductCommands.execute(system, command);
    out = executed.out();
    err = executed.err();
    return executed.status();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private JsonNode json() {
    return Json.object(out);
  }

  /** The rows by action, in the order told. */
  private Map<String, List<Integer>> actions() {
    Map<String, List<Integer>> actions = new TreeMap<>();
    json()
        .path("changes")
        .forEach(
            change ->
                actions
                    .computeIfAbsent(change.path("action").asText(), a -> new ArrayList<>())
                    .add(change.path("row").asInt()));
    return actions;
  }

  private JsonNode change(int row) {
    for (JsonNode change : json().path("changes")) {
      if (change.path("row").asInt() == row) {
        return change;
      }
    }
    throw new AssertionError("no row " + row + " in " + out);
  }

  private List<JournalEntry> requests() {
    return system.sandbox().journal().stream()
        .filter(entry -> !entry.path().endsWith("/$batch"))
        .toList();
  }

  @Test
  void eachRowSaysWhatItWouldDoAndNothingIsDone() throws Exception {
    String file = file("rows.jsonl", ROWS);

    assertThat(execute("plan", file, "--json")).isEqualTo(1);

    assertThat(actions())
        .containsEntry("create", List.of(1, 4, 12, 14))
        .containsEntry("update", List.of(2, 3, 8, 9))
        .containsEntry("delete", List.of(6))
        .containsEntry("no-op", List.of(5, 10, 15, 16))
        .containsEntry("cannotWork", List.of(11, 17, 18, 7))
        .containsEntry("fitsTwice", List.of(13));
    assertThat(change(1).at("/request/body/authenticationConfiguration/password").asText())
        .isEqualTo("******");
    assertThat(change(1).at("/request/body/targetUrl").asText())
        .isEqualTo("https://x.example/age?…");
    assertThat(change(2).at("/fields/0").toString())
        .isEqualTo("{\"field\":\"displayName\",\"before\":\"Age\",\"after\":\"Age 2\"}");
    assertThat(change(2).at("/waitsFor/row").asInt()).isEqualTo(1);
    assertThat(change(3).at("/waitsFor/row").asInt()).as("the row that makes it").isEqualTo(4);
    assertThat(change(6).at("/usedBy/0").asText())
        .isEqualTo("b2x/B2X_1_signup/postFederationSignup");
    assertThat(change(7).path("problem").asText()).contains("no API connector named \"Late\"");
    assertThat(change(8).path("fields")).hasSize(1);
    assertThat(change(11).path("problem").asText()).contains("did you mean apiConnector.update?");
    assertThat(change(13).path("problem").asText()).startsWith("2 objects of kind connector group");
    assertThat(change(15).at("/notes/0").asText()).startsWith("superseded: revision 4");
    assertThat(change(16).at("/request/method").asText()).isEqualTo("PATCH");
    assertThat(change(17).path("problem").asText()).startsWith("changeId reused: rows.jsonl:8");
    assertThat(change(18).path("problem").asText()).startsWith("properties.pkcs12Value");
    assertThat(out + err).doesNotContain(Requests.CANARY);
    assertThat(requests()).allMatch(request -> request.method().equals("GET"));
    assertThat(json().path("reads").asInt()).isEqualTo(requests().size());
    assertThat(home).as("no home is made").doesNotExist();
  }

  @Test
  void whatItSaysIsWhatAnImportSends() throws Exception {
    String file = file("rows.jsonl", ROWS);
    execute("plan", file, "--json");
    Map<String, Long> planned =
        count(
            json().path("changes").findValues("request").stream()
                .filter(JsonNode::isObject)
                .map(request -> request.path("method").asText()));
    int plannedRequests = json().path("requests").asInt();
    int read = requests().size();

    assertThat(execute("import", file)).isEqualTo(1);

    List<JournalEntry> sent = requests().subList(read, requests().size());
    assertThat(count(sent.stream().map(JournalEntry::method).filter(m -> !m.equals("GET"))))
        .isEqualTo(planned);
    assertThat(sent).as("lists of names included").hasSize(plannedRequests);
  }

  private static Map<String, Long> count(Stream<String> methods) {
    return methods.collect(Collectors.groupingBy(m -> m, TreeMap::new, Collectors.counting()));
  }

  @Test
  void theTextBeginsWithTheSumAndFitsEightyColumns() throws Exception {
    assertThat(execute("plan", file("Zeilen für München.jsonl", ROWS))).isEqualTo(1);

    assertThat(out)
        .startsWith("+ create 4  ~ update 4  - delete 1  = no-op 4  ! 4 cannot work  ? 1 name")
        .contains("+ Zeilen für München.jsonl:1  apiConnector.create  displayName=Age\n")
        .contains("    displayName: Age -> Age 2\n    waits for Zeilen für München.jsonl:1\n")
        .contains("    still called by b2x/B2X_1_signup/postFederationSignup\n")
        .endsWith(" Graph requests, less than a second at 200/1m\n")
        .doesNotContain(Requests.CANARY);
    FittingLines.assertFit(out);
    assertThat(err).isEmpty();
  }

  @Test
  void eachRowNamesItsTenantWhereThereAreSeveral() throws Exception {
    system.with("graph.tenants.north.tenant-id", "north.example");
    String rows =
        """
        {"changeId":"n","operation":"apiConnector.delete","tenant":"north","target":{"displayName":"Here"}}
        {"changeId":"d","operation":"apiConnector.delete","target":{"displayName":"Here"}}
        {"changeId":"u","operation":"apiConnector.delete","tenant":"south","target":{"displayName":"Here"}}
        """;

    assertThat(execute("plan", file("rows.jsonl", rows))).isEqualTo(1);

    assertThat(out)
        .contains("- rows.jsonl:1  apiConnector.delete  tenant north  displayName=Here\n")
        .contains("- rows.jsonl:2  apiConnector.delete  tenant default  displayName=Here\n")
        .contains("! rows.jsonl:3  apiConnector.delete  displayName=Here\n");
    FittingLines.assertFit(out);
  }

  @Test
  void whatAStepCalledIsToldByItsNameThoughNoRowHasToDoWithThat() throws Exception {
    String enable =
        "{\"changeId\":\"%s\",\"operation\":\"userFlow.enableApiConnector\",\"target\":";
    String step = "{\"userFlowId\":\"B2X_1_signup\",\"step\":\"postFederationSignup\"}";
    String of = ",\"properties\":{\"apiConnector\":{\"id\":\"here\"}}}\n";
    assertThat(execute("import", file("link.jsonl", enable.formatted("l") + step + of))).isZero();

    String other =
        "{\"changeId\":\"o\",\"operation\":\"apiConnector.delete\",\"target\":{\"id\":\"%s\"}}\n"
            .formatted("NOBODY");
    String unlink =
        "{\"changeId\":\"x\",\"operation\":\"userFlow.disableApiConnector\",\"target\":"
            + step
            + "}\n";
    execute("plan", "--json", file("unlink.jsonl", other + unlink));

    assertThat(change(2).at("/fields/0/before").asText()).isEqualTo("Here");
    assertThat(change(1).path("action").asText()).isEqualTo("no-op");
  }

  @Test
  void idsAreToldApartWhateverTheCaseOfTheirLetters() throws Exception {
    assertThat(
            execute(
                "plan",
                "--json",
                file("case.jsonl", Requests.update("c", "HERE", "https://x.example/c") + "\n")))
        .isZero();

    assertThat(change(1).at("/fields/0/before").asText()).startsWith("https://");
  }

  @Test
  void offlineAsksNobody() throws Exception {
    assertThat(execute("plan", "--offline", "--json", file("rows.jsonl", ROWS))).isEqualTo(1);

    assertThat(requests()).isEmpty();
    assertThat(actions()).containsEntry("cannotWork", List.of(11, 17, 18, 7));
    assertThat(change(13).path("action").asText()).isEqualTo("update");
    assertThat(json().path("reads").asInt()).isZero();
  }

  @Test
  void whatTheLedgerKnowsIsNotSentAgain() throws Exception {
    String first = Requests.update("k1", "here", "https://x.example/1") + "\n";
    String second = Requests.update("k2", "here", "https://x.example/2") + "\n";
    assertThat(execute("import", file("before.jsonl", first + second))).isZero();

    String other = Requests.update("k2", "here", "https://x.example/other") + "\n";
    String fresh = Requests.update("k3", "here", "https://x.example/3") + "\n";
    String again = file("again.jsonl", first + other + fresh + first);
    assertThat(execute("plan", "--offline", "--json", again)).isEqualTo(1);

    assertThat(actions())
        .containsEntry("no-op", List.of(1, 4))
        .containsEntry("cannotWork", List.of(2))
        .containsEntry("update", List.of(3));
    assertThat(change(1).at("/notes/0").asText())
        .matches("known since \\S+Z, applied, and not sent again");
    assertThat(change(1).path("request").isNull()).isTrue();
    assertThat(change(2).path("problem").asText())
        .isEqualTo(
            "changeId reused: k2 is known with other content, and that one stands; send this under"
                + " a new changeId");
    assertThat(json().path("requests").asInt()).isEqualTo(1);
    assertThat(execute("import", again)).as("as planned").isEqualTo(1);
    assertThat(out).contains("again.jsonl: 1 applied, 1 rejected, 2 known before");
  }

  @Test
  void rowsThatWaitInTheLedgerAreCounted() throws Exception {
    system.start().stop();
    assertThat(execute("tenant", "pause", "default")).isZero();
    String rows =
        Requests.update("w1", "here", "https://x.example/1")
            + "\n"
            + Requests.update("w2", "here", "https://x.example/2")
            + "\n";
    String file = file("waits.jsonl", rows);
    assertThat(execute("import", file)).isEqualTo(3);

    assertThat(execute("plan", "--offline", "--json", file)).isZero();
    assertThat(actions()).containsEntry("no-op", List.of(1, 2));
    assertThat(json().path("requests").asInt()).isZero();
    assertThat(json().path("waitingRows").asInt()).isEqualTo(2);
    assertThat(json().path("waiting").asInt()).isEqualTo(2);
    assertThat(execute("plan", "--offline", file)).isZero();
    assertThat(out)
        .startsWith("= no-op 2\n2 rows wait in the ledger already, to be sent from there: run")
        .contains("(2 changes wait before: ");
  }

  @Test
  void whatCannotBeReadEndsItWithTwoAndOneLine() throws Exception {
    String cut = file("cut.json", "[" + Requests.create("c1", "One"));
    assertThat(execute("plan", cut, "--json")).isEqualTo(2);
    assertThat(json().at("/error/message").asText()).contains("cut.json would be refused");
    assertThat(err.lines()).hasSize(1);

    system.with("graph.endpoint", "http://127.0.0.1:9");
    assertThat(execute("plan", file("rows.jsonl", ROWS))).isEqualTo(2);
    assertThat(out).isEmpty();
    assertThat(err)
        .contains("tenant default cannot be read: Graph could not be reached", "--offline");
    assertThat(execute("plan", "--offline", file("rows.jsonl", ROWS))).isEqualTo(1);
  }

  @Test
  void aListThatIsForbiddenIsNamedAtEachRowThatNeedsIt() throws Exception {
    system
        .sandbox()
        .addFaults(
            List.of(
                Fault.on("GET", "/v1.0/identity/apiConnectors")
                    .error("Authorization_RequestDenied", "Insufficient privileges.")
                    .answer(403)));

    assertThat(execute("plan", "--json", file("rows.jsonl", ROWS))).isEqualTo(1);

    assertThat(system.sandbox().faultsFired()).isNotEmpty();
    assertThat(change(1).path("action").asText()).as("needs no name").isEqualTo("create");
    assertThat(change(2).path("problem").asText())
        .contains("API connectors of the tenant cannot be listed", "APIConnectors.ReadWrite.All");
    assertThat(change(16).path("action").asText()).as("has an id").isEqualTo("update");
  }

  @Test
  void whatIsReadCountsInTheBudgetAndWhatWaitsIsAddedToTheTime() throws Exception {
    system.with("graph.budget", "3/1h");
    String later =
        file(
            "later.jsonl",
            Requests.update("l1", "here", "https://x.example/l")
                    .put("notBefore", "2100-01-01T00:00:00Z")
                + "\n");
    execute("plan", "--json", later);
    assertThat(change(1).at("/notes/0").asText()).isEqualTo("not before 2100-01-01T00:00:00Z");
    system.start();
    system.drop("waiting.jsonl", Files.readString(Path.of(later)));
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> system.application().ledger().reports().openChanges() == 1);
    system.stop();

    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      rows.append(Requests.update("u" + i, "here", "https://x.example/" + i)).append('\n');
    }
    assertThat(execute("plan", "--json", file("many.jsonl", rows.toString()))).isZero();
    assertThat(json().path("requests").asInt()).isEqualTo(6);
    assertThat(json().path("seconds").asInt()).isEqualTo(3600);
    assertThat(json().path("waiting").asInt()).isEqualTo(1);
    assertThat(json().path("secondsBehindWaiting").asInt()).isEqualTo(7200);

    String one = file("one.jsonl", Requests.update("o", "here", "https://x.example/o") + "\n");
    assertThat(execute("plan", one)).isZero();
    assertThat(execute("plan", one)).isZero();
    assertThat(out)
        .contains("1 Graph request, less than a second at 3/1h (1 change waits before: less than");
    assertThat(execute("plan", one)).as("three reads were made this hour").isEqualTo(2);
    assertThat(err).contains("can be asked again at", "budget is used up");
  }
}
