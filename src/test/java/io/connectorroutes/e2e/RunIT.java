package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.e2e.Launched.Ended;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.FaultAction;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.canary.Canaries;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} as a process: beside other commands, stopped, killed and started again. */
class RunIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void everyCommandWorksWhileItIsRunning() throws Exception {
    try (Launched sandbox = Distribution.packaged().start(folder, "sandbox", "--port", "0")) {
      sandbox.awaitOutput("\n");
      URI root = URI.create(sandbox.out().strip());
      try (Workplace work = new Workplace(folder, root)) {
        Launched run = work.run();
        work.drop("dropped.jsonl", Changes.create("one") + Changes.lost("lost"));
        assertThat(work.manifest("dropped.jsonl").path("counts").path("failed").asInt()).isOne();

        assertStatus(work);
        assertImport(work);
        assertDeadLetters(work);

        run.terminate().awaitStatus(0);
        assertThat(journal(root)).filteredOn(RunIT::isAppliedWrite).hasSize(2);
      }
      assertThat(sandbox.terminate().awaitStatus(0).err()).isEmpty();
    }
  }

  private static void assertStatus(Workplace work) throws Exception {
    assertThat(work.end(0, "status").out()).contains("dropped.jsonl", "No open changes");
    assertThat(work.end(0, "status", "lost").out()).contains("apiConnector.update", "-> 404");
    JsonNode status = work.json("status");
    assertThat(names(status))
        .containsExactly("runs", "graph", "jobs", "tenants", "files", "needsYou");
    assertThat(status.path("jobs").path(0).path("job").asText()).isEqualTo("dropped.jsonl");
    assertThat(status.path("jobs").path(0).path("counts").path("applied").asInt()).isOne();
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static void assertImport(Workplace work) throws Exception {
    String file = work.file("by hand.jsonl", Changes.create("two"));
    assertThat(work.end(0, "import", file).out()).contains("by hand.jsonl: 1 applied");
    assertThat(work.directory().resolve(file)).as("the file stays where it is").exists();
  }

  private static void assertDeadLetters(Workplace work) throws Exception {
    assertThat(work.end(0, "dead-letters", "list").out())
        .contains("1  Request_ResourceNotFound (failed)", "correct the id");
    assertThat(work.end(0, "dead-letters", "list", "--cause", "request_resourcenotfound").out())
        .contains("lost", "apiConnector.update");
    JsonNode letter = work.json("dead-letters", "list").path("deadLetters").path(0);
    assertThat(letter.path("changeId").asText()).isEqualTo("lost");
    assertThat(letter.path("replays").asInt()).isZero();
    assertThat(JSON.readTree(work.end(0, "dead-letters", "show", "lost").out()).path("change"))
        .isNotEmpty();

    assertThat(work.end(0, "dead-letters", "replay", "lost").out()).contains("replayed lost");
    Awaitility.await()
        .alias("outcome of the replay")
        .atMost(TIMEOUT)
        .until(() -> work.outcomes().stream().anyMatch(o -> o.path("replay").asInt() == 1));
    Awaitility.await()
        .alias("dead letter of the replay")
        .atMost(TIMEOUT)
        .until(() -> Files.exists(work.home().resolve("dead-letters/lost.1.json")));
    work.end(0, "dead-letters", "discard", "lost", "--reason", "made by hand");
    assertThat(work.end(0, "dead-letters", "list").out()).isEqualTo("No dead letters.\n");
    assertThat(work.end(0, "status", "lost").out()).contains("discarded by", "made by hand");
    assertThat(work.end(2, "dead-letters", "show", "nobody").err()).contains("no dead letter");
  }

  private static List<JsonNode> journal(URI root) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(root.resolve("/sandbox/journal")).build();
    String body =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return StreamSupport.stream(JSON.readTree(body).path("entries").spliterator(), false).toList();
  }

  @Test
  void aSecondOneInTheSameHomeIsRefused() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        Workplace work = new Workplace(folder, sandbox.root())) {
      Launched first = work.run();
      Ended second = work.end(2, "run");
      assertThat(second.errorLines())
          .singleElement()
          .asString()
          .contains("another run works in", "--home");

      assertThat(first.isAlive()).isTrue();
      first.terminate().awaitStatus(0);
      work.run().terminate().awaitStatus(0);
      assertDataIsPrivate(work.home().resolve("data"));
    }
  }

  /** Nothing else is left there: no write-ahead log, and one native library for all commands. */
  private static void assertDataIsPrivate(Path data) throws IOException {
    assertThat(mode(data)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(data)) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(mode(file))
                      .as("%s", file)
                      .isEqualTo(file.endsWith("tmp") ? "rwx------" : "rw-------"))
          .extracting(
              file -> file.getFileName().toString().replaceFirst("^\\.[0-9.]+-.*", "library"))
          .containsExactlyInAnyOrder(
              "library", "ledger.db", "ledger.db.lock", "ledger.key", "run.lock", "tmp");
    }
    assertThat(data.resolve("tmp")).isEmptyDirectory();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void secretsOfChangesAndSettingsComeFromTheEnvironment() throws Exception {
    String secret = "only-in-the-environment";
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        Workplace work = new Workplace(folder, sandbox.root())) {
      work.drop("env.jsonl", Changes.create("e", "{\"secretRef\":\"env:CONNECTOR_PASSWORD\"}"));
      Launched run =
          work.start(
              Map.of(
                  "CONNECTOR_PASSWORD", secret,
                  "SECRETS_ALLOW", "env:CONNECTOR_*",
                  "RESULTS_DIRECTORY", "elsewhere",
                  "SOMEBODY_ELSES_VARIABLE", "is ignored"),
              "run",
              "--property",
              "results.directory=results");
      assertThat(work.manifest("env.jsonl").path("counts").path("applied").asInt())
          .as("the command line wins over the environment")
          .isOne();
      run.terminate().awaitStatus(0);

      String id = sandbox.state("default").path("apiConnectors").path(0).path("id").asText();
      assertThat(sandbox.lastSecret("default", id).orElseThrow().password()).isEqualTo(secret);
      Canaries canaries = new Canaries().with("the password", secret);
      assertThat(canaries.below(work.home())).isEmpty();
      assertThat(canaries.in("the output", run.out() + run.err())).isEmpty();
    }
  }

  @Test
  void aSignalLetsWhatIsInFlightFinishAndLeavesTheRestForTheNext() throws Exception {
    int rows = 60;
    try (Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().latency(Duration.ofMillis(100)).build());
        Workplace work = new Workplace(folder, sandbox.root())) {
      work.drop("slow.jsonl", Changes.creates("s", rows));
      Launched run = work.run();
      awaitCreates(sandbox, 5);
      run.terminate().awaitStatus(0);

      int sent = creates(sandbox).size();
      assertThat(sent).isBetween(5, rows - 1);
      assertThat(work.outcomes()).as("all that was sent is settled and told").hasSize(sent);
      JsonNode tenant = work.json("status").path("tenants").path(0);
      assertThat(tenant.path("sending").asInt()).isZero();
      assertThat(tenant.path("waiting").asInt()).isEqualTo(rows - sent);

      Launched next = work.run();
      assertThat(work.manifest("slow.jsonl").path("counts").path("applied").asInt())
          .isEqualTo(rows);
      next.terminate().awaitStatus(0);
      assertAllOnce(sandbox, work, "slow.jsonl", ids("s", rows));
    }
  }

  /**
   * The process dies after Graph has done what it was asked for and before the answer is there: the
   * one moment at which a POST could be sent twice.
   */
  @Test
  void aKilledOneGoesOnWhereItWasAndDoublesNothing() throws Exception {
    int rows = 600;
    Fault lastWish =
        Fault.on("POST", "/*/identity/apiConnectors")
            .skip(rows / 3)
            .does(FaultAction.APPLY_THEN_HANG);
    try (Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().faults(List.of(lastWish)).build());
        Workplace work = new Workplace(folder, sandbox.root())) {
      work.drop("many.jsonl", Changes.creates("m", rows));
      Launched run = work.run("--property", "graph.lost-answer-wait=1s");
      Awaitility.await()
          .alias("the fault")
          .atMost(TIMEOUT)
          .until(() -> sandbox.faultsFired().size() == 1);
      run.kill();
      assertThat(work.home().resolve("results/many.jsonl")).doesNotExist();

      Launched next = work.run("--property", "graph.lost-answer-wait=1s");
      JsonNode manifest = work.manifest("many.jsonl");
      next.terminate().awaitStatus(0);

      assertThat(manifest.path("rows").asInt()).isEqualTo(rows);
      assertThat(manifest.path("counts").path("applied").asInt()).isEqualTo(rows);
      assertAllOnce(sandbox, work, "many.jsonl", ids("m", rows));
    }
  }

  /** Sandbox, ledger, outcome log and result files say the same, and say it once. */
  private static void assertAllOnce(
      Sandbox sandbox, Workplace work, String job, Set<String> changeIds) throws Exception {
    assertThat(creates(sandbox)).hasSize(changeIds.size());
    List<String> connectors =
        StreamSupport.stream(sandbox.state("default").path("apiConnectors").spliterator(), false)
            .map(connector -> connector.path("displayName").asText())
            .toList();
    assertThat(connectors).hasSize(changeIds.size()).containsAll(changeIds);

    Set<String> applied =
        changeIds.stream()
            .map(id -> id + " applied")
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(new PublishedOutcomes().addAll(work.outcomes()).all())
        .extracting(o -> o.path("changeId").asText() + " " + o.path("outcome").asText())
        .hasSize(changeIds.size())
        .containsAll(applied);

    assertThat(work.resultRows(job, "succeeded.jsonl"))
        .extracting(row -> row.path("changeId").asText())
        .hasSize(changeIds.size())
        .containsAll(changeIds);
    JsonNode ledger = work.json("status").path("jobs").path(0);
    assertThat(ledger.path("counts").path("applied").asInt()).isEqualTo(changeIds.size());
    assertThat(ledger.path("state").asText()).isEqualTo("complete");
  }

  private static Set<String> ids(String prefix, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> prefix + "-" + n)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void awaitCreates(Sandbox sandbox, int count) {
    Awaitility.await()
        .alias(count + " requests")
        .atMost(TIMEOUT)
        .until(() -> creates(sandbox).size() >= count);
  }

  private static boolean isAppliedWrite(JsonNode entry) {
    return entry.path("applied").asBoolean() && !entry.path("path").asText().endsWith("/$batch");
  }

  private static List<JournalEntry> creates(Sandbox sandbox) {
    Stream<JournalEntry> entries = sandbox.journal().stream();
    return entries
        .filter(e -> e.method().equals("POST") && e.applied() && !e.path().endsWith("/$batch"))
        .toList();
  }
}
