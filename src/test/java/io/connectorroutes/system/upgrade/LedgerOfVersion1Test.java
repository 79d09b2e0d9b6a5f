package io.connectorroutes.system.upgrade;

import static io.connectorroutes.system.upgrade.TakeOver.asBefore;
import static io.connectorroutes.system.upgrade.TakeOver.awaitAllSettledAndPublished;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.DeadLetters.Handled;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A ledger that the program wrote when its schema had version 1, with changes in each state, is
 * taken over by this one.
 */
@ParameterizedClass(name = "on {0}")
@EnumSource(EarlierLedger.On.class)
class LedgerOfVersion1Test {
  @Parameter EarlierLedger.On database;

  @TempDir Path home;

  private TestSystem system;
  private EarlierLedger ledger;

  @BeforeEach
  void start() throws Exception {
    system =
        TakeOver.system(home, seed())
            .with("secrets.allow", "file:secrets/**")
            .with("graph.tenants.fabrikam.tenant-id", "fabrikam-tenant")
            .with("graph.tenants.northwind.tenant-id", "northwind-tenant");
    ledger = EarlierLedger.place(system, 1, database);
    // Requests of the program of before that got through although their answers were lost.
    asBefore(system, "POST", "apiConnectors", TakeOver.create("Lost answer", "lost-password-1"));
    asBefore(
        system, "POST", "apiConnectors", TakeOver.create("Killed arrived", "killed-password-1"));
    system.start();
  }

  @AfterEach
  void close() throws Exception {
    system.close();
  }

  @Test
  void eachOpenChangeOfBeforeEndsOnce() throws Exception {
    awaitAllSettledAndPublished(system);

    assertThat(system.writes().stream().map(LedgerOfVersion1Test::shown))
        .containsExactlyInAnyOrder(
            // Made by a request whose answer was lost: completed, not made again.
            "POST Lost answer",
            "PATCH Lost answer",
            "POST Killed arrived",
            "PATCH Killed arrived",
            "POST Killed lost",
            "PATCH killed-update",
            "PATCH killed-queued",
            "PATCH open-waiting",
            "PATCH open-queued",
            "PATCH in-back-off",
            "PATCH not-before",
            "PATCH not-reached",
            "POST Named create",
            "PUT $ref",
            "DELETE id-12",
            "POST uploadClientCertificate",
            "PATCH half-1",
            "PATCH half-2",
            "PATCH half-3",
            "PATCH throttled",
            "PATCH parked");
    assertThat(system.writes()).allMatch(JournalEntry::applied);
    assertThat(inOrder("PATCH open-waiting", "PATCH open-queued")).isTrue();
    assertThat(inOrder("PATCH killed-update", "PATCH killed-queued")).isTrue();
    assertThat(told())
        .as("what was told before is not told again")
        .containsExactlyInAnyOrder(
            "failed-upload failed",
            "unknown-create unknown",
            "settled-applied applied",
            "settled-failed failed",
            "settled-rejected rejected",
            "open-applied applied",
            "open-rejected rejected",
            "open-failed failed",
            "open-waiting applied",
            "open-queued applied",
            "in-back-off applied",
            "not-before applied",
            "lost-answer applied",
            "not-reached applied",
            "named-create applied",
            "gated-link applied",
            "delete applied",
            "upload applied",
            "half-1 applied",
            "half-2 applied",
            "half-3 applied",
            "killed-arrived applied",
            "killed-lost applied",
            "killed-update applied",
            "killed-queued applied",
            "throttled applied",
            "parked applied");
    assertResults();
    assertThat(
            ledger.texts(
                "SELECT change_id FROM change WHERE certificate_thumbprint IS NOT NULL"
                    + " ORDER BY seq"))
        .containsExactly("failed-upload", "upload");
    assertThat(files("dead-letters"))
        .containsExactlyInAnyOrder(
            "failed-upload.json", "unknown-create.json", "settled-failed.json", "open-failed.json");
  }

  private void assertResults() throws IOException {
    assertThat(files("results")).doesNotContain("complete.csv");
    assertThat(counts("settled.jsonl")).isEqualTo("applied 2, rejected 1, failed 1");
    assertThat(counts("half.jsonl")).isEqualTo("applied 3");
    assertThat(counts("open.csv")).isEqualTo("applied 4, rejected 1, failed 1");
    assertThat(Files.readString(home.resolve("results/open.csv/succeeded.csv")))
        .startsWith(
            "changeId,operation,target.id,properties.displayName,properties.targetUrl,result.row,")
        .contains(
            "open-queued,apiConnector.update,id-8,,https://api.example.com/open-queued,4,applied,")
        .contains("\r\n");
  }

  @Test
  void deadLettersOfBeforeAreReplayed() {
    awaitAllSettledAndPublished(system);
    int before = system.writes().size();
    assertThat(DeadLetterCalls.open(system.application().ledger()))
        .extracting(DeadLetter.Summary::changeId)
        .containsExactly(
            "rejected-message",
            "failed-update",
            "failed-create",
            "failed-upload",
            "unknown-create",
            "settled-failed",
            "open-failed");

    DeadLetterCalls.Result result = DeadLetterCalls.replay(system.application().ledger(), null);
    awaitAllSettledAndPublished(system);

    assertThat(result.skipped()).extracting(Handled::changeId).containsExactly("rejected-message");
    assertThat(result.done())
        .hasSize(6)
        .allSatisfy(
            id ->
                assertThat(system.outcomeOf(id))
                    .returns(Outcome.APPLIED, OutcomeRecord::outcome)
                    .returns(1, OutcomeRecord::replay));
    assertThat(system.writes().stream().skip(before).map(LedgerOfVersion1Test::shown))
        .containsExactlyInAnyOrder(
            "POST Failed create",
            "POST Unknown create",
            "POST uploadClientCertificate",
            "PATCH failed-update",
            "PATCH settled-failed",
            "PATCH open-failed");
    assertThat(DeadLetterCalls.open(system.application().ledger()))
        .extracting(DeadLetter.Summary::changeId)
        .containsExactly("rejected-message");
  }

  @Test
  void aChangeMayReferToAFailedOneOfBefore() throws Exception {
    ObjectNode mended = TakeOver.create("Failed create", null);
    mended
        .withObject("/authenticationConfiguration")
        .putObject("password")
        .put("secretRef", "change:failed-create");
    system.drop(
        "mended.json",
        "[{\"changeId\":\"failed-create:2\",\"operation\":\"apiConnector.create\",\"properties\":"
            + mended
            + "}]");

    assertThat(system.outcomeOf("failed-create:2").outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(system.creations())
        .filteredOn(entry -> shown(entry).equals("POST Failed create"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.body().at("/authenticationConfiguration/password").asText())
                    .isEqualTo("failed-password-1"));
  }

  @Test
  void aChangeOfBeforeIsADuplicateByItsValueAndByAReferenceToIt() throws Exception {
    Files.writeString(
        Files.createDirectories(home.resolve("secrets")).resolve("p"), "failed-password-1");
    ObjectNode byReference = TakeOver.create("Failed create", null);
    byReference
        .withObject("/authenticationConfiguration")
        .putObject("password")
        .put("secretRef", "file:secrets/p");
    system.drop(
        "again.jsonl",
        again(TakeOver.create("Failed create", "failed-password-1"))
            + again(byReference)
            + again(TakeOver.create("Failed create", "other-password-1")));

    assertThat(counts("again.jsonl")).isEqualTo("rejected 1, failed 2");
    assertThat(
            Json.file(system.resultsOf("again.jsonl").resolve("manifest.json")).path("duplicates"))
        .hasToString("2");
  }

  private static String again(ObjectNode properties) {
    return "{\"changeId\":\"failed-create\",\"operation\":\"apiConnector.create\",\"properties\":"
        + properties
        + "}\n";
  }

  private static SandboxSeed seed() {
    return SandboxSeed.standard()
        .withApiConnectors(
            IntStream.rangeClosed(1, 17)
                .boxed()
                .collect(Collectors.toMap(i -> "id-" + i, i -> "Connector " + i)));
  }

  private List<String> told() {
    return Json.lines(home.resolve("logs/outcomes.jsonl")).stream()
        .map(line -> line.path("changeId").asText() + " " + line.path("outcome").asText())
        .toList();
  }

  private boolean inOrder(String first, String second) {
    List<String> shown = system.writes().stream().map(LedgerOfVersion1Test::shown).toList();
    return shown.indexOf(first) < shown.indexOf(second);
  }

  private List<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private String counts(String job) {
    return Json.file(system.resultsOf(job).resolve("manifest.json"))
        .path("counts")
        .properties()
        .stream()
        .filter(count -> count.getValue().asInt() > 0)
        .map(count -> count.getKey() + " " + count.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The method, and the name or the last part of the URL that it gives, or else of its own. */
  private static String shown(JournalEntry entry) {
    String name = entry.body() == null ? "" : entry.body().path("displayName").asText();
    String url = entry.body() == null ? "" : entry.body().path("targetUrl").asText();
    String path = url.isEmpty() ? entry.path() : url;
    return entry.method()
        + " "
        + (name.isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : name);
  }
}
