package io.connectorroutes.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.ImportOptions;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.LedgerOpening;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A permission that rests, and a paused tenant, in the whole product. */
class ImportAtRestTest {
  private static final GraphTenant BY_DEFAULT = new GraphTenant(null, "contoso.example", "app");
  private static final GraphTenant NORTH = new GraphTenant("north", "north.example", "app");
  private static final String PERMISSION = "APIConnectors.ReadWrite.All";

  @TempDir Path folder;

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final int port = FreePort.any();

  @Test
  void whatRestsHoldsUpNothingElseAndGoesOnWhenItIsResumedByAnotherProcess() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home"))) {
      system
          .with("management.port", "" + port)
          .with("graph.budget", "none")
          .with("graph.tenant-id", BY_DEFAULT.tenantId())
          .with("graph.client-id", BY_DEFAULT.clientId())
          .with("graph.tenants.north.tenant-id", NORTH.tenantId());
      system.sandbox().addFaults(List.of(refused()));
      system.start();

      assertThat(importFile(system, "rows.jsonl", rows())).isEqualTo(ExitStatus.INTERRUPTED);

      assertRests(system);
      pauseElsewhere(system);
      assertThat(importFile(system, "paused.jsonl", Stream.of(toNorth("paused-1").toString())))
          .isEqualTo(ExitStatus.INTERRUPTED);
      assertThat(errors.toString(UTF_8))
          .contains("1 change waits: tenant north: somebody paused it")
          .contains("connector-routes tenant resume north");

      try (Ledger elsewhere = LedgerOpening.open(system.configuration())) {
        assertThat(elsewhere.pauses().resume(BY_DEFAULT).rested())
            .containsExactly(Permission.API_CONNECTORS);
        assertThat(elsewhere.pauses().resume(NORTH).pausedSince()).isNotNull();
      }
      assertThat(system.outcomeOf("paused-1").outcome()).isEqualTo(Outcome.APPLIED);
      for (int i = 21; i <= 60; i++) {
        assertThat(system.outcomeOf("refused-" + i).outcome()).isEqualTo(Outcome.APPLIED);
      }
      assertThat(health("").body()).doesNotContain(PERMISSION, "somebody paused it");
    }
  }

  /** Each row has its outcome before. */
  @Test
  void replaysThatRestAreNotWaitedFor() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home")).with("graph.budget", "none")) {
      system.sandbox().addFaults(List.of(refused()));
      system.start();
      Stream<String> rows =
          IntStream.rangeClosed(1, 20)
              .mapToObj(i -> Requests.create("refused-" + i, "Refused " + i).toString());
      assertThat(importFile(system, "rows.jsonl", rows)).isEqualTo(ExitStatus.SOME_CHANGES_FAILED);
      assertThat(system.sandbox().faultsFired()).hasSize(20);
      assertThat(DeadLetterCalls.replay(system.application().ledger(), null).done()).hasSize(20);

      ImportOptions resume = new ImportOptions(List.of(), "rows.jsonl", false, true, null);
      assertThat(run(system, resume)).isEqualTo(ExitStatus.INTERRUPTED);

      assertThat(errors.toString(UTF_8))
          .contains("20 changes wait: tenant default: Graph refuses API connectors (403): grant");
    }
  }

  private static Fault refused() {
    return Fault.on("POST", "/v1.0/identity/apiConnectors")
        .bodyContains("\"displayName\":\"Refused ")
        .times(20)
        .answer(403);
  }

  @Test
  void aPausedTenantDoesNotHoldUpTheResultsOfAnotherFile() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home"))) {
      system
          .with("graph.client-id", NORTH.clientId())
          .with("graph.tenants.north.tenant-id", NORTH.tenantId())
          .start();
      pauseElsewhere(system);
      Path held = file("held.jsonl", Stream.of(toNorth("held").toString()));
      Path done = file("done.jsonl", Stream.of("{\"changeId\":\"bad\"}"));

      assertThat(importFiles(system, List.of(held, done))).isEqualTo(ExitStatus.INTERRUPTED);

      assertThat(errors.toString(UTF_8))
          .contains("1 change waits: tenant north: somebody paused it")
          .doesNotContain("still to be written");
      assertThat(system.home().resolve("results/done.jsonl/manifest.json")).exists();
    }
  }

  private static ObjectNode toNorth(String changeId) {
    return Requests.create(changeId, "North " + changeId).put("tenant", "north");
  }

  /** Creates that are refused, of another permission, and of another tenant. */
  private static Stream<String> rows() {
    return Stream.of(
            IntStream.rangeClosed(1, 60)
                .mapToObj(i -> Requests.create("refused-" + i, "Refused " + i).toString()),
            IntStream.rangeClosed(1, 3).mapToObj(ImportAtRestTest::group),
            IntStream.rangeClosed(1, 3).mapToObj(i -> toNorth("north-" + i).toString()))
        .flatMap(rows -> rows);
  }

  private static String group(int i) {
    return "{\"changeId\":\"group-%1$d\",\"operation\":\"connectorGroup.create\",".formatted(i)
        + "\"properties\":{\"name\":\"Group %1$d\"}}".formatted(i);
  }

  private void assertRests(TestSystem system) throws Exception {
    assertThat(errors.toString(UTF_8))
        .contains("40 changes wait: tenant default: Graph refuses API connectors (403): grant")
        .contains(PERMISSION, "connector-routes tenant resume default")
        .contains("what waits stays in the ledger");
    assertThat(system.sandbox().faultsFired()).hasSize(20);
    assertThat(Stream.of("refused-20", "group-3", "north-3").map(system::outcomeOf))
        .extracting(OutcomeRecord::outcome)
        .containsExactly(Outcome.FAILED, Outcome.APPLIED, Outcome.APPLIED);
    TenantSummary summary = system.application().ledger().reports().tenants().get(0);
    assertThat(summary.reason()).isEqualTo(WaitReason.REFUSED);
    assertThat(summary.waiting()).isEqualTo(40);
    assertThat(health("").statusCode()).isEqualTo(200);
    assertThat(health("").body()).contains(PERMISSION);
    assertThat(health("/ready").statusCode()).isEqualTo(200);
  }

  private static void pauseElsewhere(TestSystem system) {
    try (Ledger elsewhere = LedgerOpening.open(system.configuration())) {
      assertThat(elsewhere.pauses().pause(NORTH)).isEmpty();
    }
  }

  private HttpResponse<String> health(String which) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/observe/health" + which);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(2)).build(),
            BodyHandlers.ofString());
  }

  private int importFile(TestSystem system, String name, Stream<String> rows) throws Exception {
    return importFiles(system, List.of(file(name, rows)));
  }

  private Path file(String name, Stream<String> rows) throws IOException {
    return Files.write(folder.resolve(name), rows.toList());
  }

  private int importFiles(TestSystem system, List<Path> files) throws Exception {
    return run(system, ImportOptions.of(files));
  }

  private int run(TestSystem system, ImportOptions options) throws Exception {
    Terminal terminal = Terminal.of(OutputStream.nullOutputStream(), errors);
    StopFlag never = new StopFlag(() -> new CountDownLatch(1).await());
    return new ImportRun(system.application(), system.configuration(), terminal, never)
        .run(options, Supplier::get);
  }
}
