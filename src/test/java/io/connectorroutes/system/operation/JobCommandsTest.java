package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.app.ProductCommands;
import io.connectorroutes.app.ProductCommands.Executed;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about one job, beside a run. */
class JobCommandsTest {
  private static final String FILE = "one.jsonl";

  @TempDir Path folder;

  private TestSystem system;
  private String out;
  private String err;

  @BeforeEach
  void start() throws Exception {
    system = TestSystem.in(folder.resolve("home")).with("job.max-deletes", "1").start();
    system.drop(FILE, rows(create("c-1"), later("c-2"), create("c-3").put("operation", "copy")));
    system.outcomeOf("c-1");
    system.outcomeOf("c-3");
  }

  @AfterEach
  void stop() {
    system.close();
  }

  private static ObjectNode create(String changeId) {
    return Requests.create(changeId, "Connector " + changeId);
  }

  private static ObjectNode later(String changeId) {
    return create(changeId).put("notBefore", "2999-01-01T00:00:00Z");
  }

  private static String rows(ObjectNode... rows) {
    return Stream.of(rows).map(row -> row + "\n").collect(Collectors.joining());
  }

  private int execute(String... command) {
    Executed executed = ProductCommands.execute(system, command);
    out = executed.out();
    err = executed.err();
    return executed.status();
  }

  private JsonNode json(String... command) throws Exception {
    String[] all = Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new);
    assertThat(execute(all)).as(err).isZero();
    return new ObjectMapper().readTree(out);
  }

  private void assertRefused(String message, String... command) {
    assertThat(execute(command)).isEqualTo(2);
    assertThat(err).contains(message);
  }

  private Job.State state(String job) {
    return system.application().ledger().reports().job(job).map(Job::state).orElse(null);
  }

  @Test
  void aJobIsShownAndItsResultsSoFarAreWritten() throws Exception {
    assertThat(execute("job", "show", FILE)).isZero();
    assertThat(out)
        .contains(
            "job        one.jsonl\nstate      open\nwaits      asks for a later time; about ",
            "\nrows       3: 1 applied, 1 open, 1 rejected\n",
            "results    not written yet; job results writes those so far\n");
    JsonNode shown = json("job", "show", FILE);
    assertThat(shown.path("counts").path("applied").asInt()).isEqualTo(1);
    assertThat(shown.path("results").isNull()).isTrue();
    assertThat(shown.path("perMinute").asInt()).isEqualTo(0);
    assertRefused("no job one.jsonk; did you mean one.jsonl?", "job", "show", "one.jsonk");

    Path to = folder.resolve("so far");
    assertThat(execute("job", "results", FILE, "--to", to.toString())).isZero();
    assertThat(out)
        .isEqualToNormalizingWhitespace(
            "one.jsonl: 1 applied, 1 open, 1 rejected; written into '" + to + "'\n");
    assertThat(to).isDirectoryContaining("glob:**/succeeded.jsonl");
    JsonNode manifest = new ObjectMapper().readTree(to.resolve("manifest.json").toFile());
    assertThat(manifest.path("rows").asInt()).isEqualTo(2);
    assertThat(manifest.path("open").asInt()).isEqualTo(1);
    assertThat(manifest.has("completedAt")).isFalse();
    assertRefused("not an empty folder", "job", "results", FILE, "--to", to.toString());
    assertThat(system.home().resolve("results")).doesNotExist();
    assertThat(state(FILE)).isEqualTo(Job.State.OPEN);
  }

  @Test
  void aJobIsPausedResumedAndCancelled() throws Exception {
    assertThat(execute("job", "pause", FILE)).isZero();
    assertThat(out).isEqualTo("one.jsonl is paused: 1 open; job resume lets it go on\n");
    assertThat(json("status").path("jobs").get(0).path("state").asText()).isEqualTo("paused");
    assertThat(json("job", "show", FILE).path("reason").asText()).isEqualTo("by job pause");
    assertThat(json("job", "resume", FILE).path("state").asText()).isEqualTo("open");
    assertRefused("one.jsonl is not paused", "job", "resume", FILE);

    assertThat(json("job", "cancel", FILE).path("withdrawn").asInt()).isEqualTo(1);
    Path results = system.resultsOf(FILE);
    assertThat(Files.readString(results.resolve("unprocessed.jsonl"))).contains("\"c-2\"");
    await().atMost(Duration.ofMinutes(2)).until(() -> state(FILE) == Job.State.COMPLETE);
    JsonNode done = json("job", "show", FILE);
    assertThat(done.path("results").asText()).isEqualTo(results.toString());
    assertThat(done.path("counts").path("cancelled").asInt()).isEqualTo(1);
    assertRefused("one.jsonl is complete: nothing of it is left", "job", "pause", FILE);
    assertRefused(
        "there is no job none.jsonl; did you mean one.jsonl?", "import", "--resume", "none.jsonl");
    assertRefused("one.jsonl is complete, and nothing of it waits", "job", "resume", FILE);
    assertThat(execute("job", "cancel", FILE)).as("once more").isZero();
    assertThat(out).isEqualTo("one.jsonl: 0 withdrawn\n");
    assertThat(system.outcomeOf("c-2").outcome()).isEqualTo(Outcome.CANCELLED);
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                Files.readString(system.home().resolve("logs/outcomes.jsonl"))
                    .contains("\"outcome\":\"cancelled\""));
  }

  @Test
  void aFileWithTooManyDeletesDoesNotStart() throws Exception {
    system.drop("d.jsonl", rows(Requests.delete("d-1", "x"), Requests.delete("d-2", "y")));
    await().atMost(Duration.ofMinutes(2)).until(() -> state("d.jsonl") == Job.State.PAUSED);
    assertThat(json("job", "show", "d.jsonl").path("reason").asText())
        .isEqualTo("2 deletes are more than job.max-deletes (1)");
    system.drop("e.jsonl", rows(Requests.delete("e-1", "z")));
    system.outcomeOf("e-1");
    assertThat(system.writes()).as("c-1 and e-1").hasSize(2);

    assertThat(execute("job", "resume", "d.jsonl")).isZero();
    assertThat(out).matches("d\\.jsonl goes on: [0-2] open\n");
    system.outcomeOf("d-1");
    system.outcomeOf("d-2");
  }
}
