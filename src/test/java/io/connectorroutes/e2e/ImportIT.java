package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.e2e.Launched.Ended;
import io.connectorroutes.sandbox.SandboxOptions;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code import} as a process: its exit status, and what a second one does. */
class ImportIT extends SandboxedCommands {
  ImportIT() {
    super(SandboxOptions.builder().latency(Duration.ofMillis(20)).build());
  }

  @Test
  void theStatusTellsWhetherAllChangesWentWell() throws Exception {
    String good = work.file("good.jsonl", Changes.creates("g", 3));
    assertThat(work.end(0, "import", good).out())
        .contains("good.jsonl: 3 applied", work.home().resolve("results/good.jsonl").toString());

    String mixed = work.file("mixed.jsonl", Changes.create("x") + "{\"changeId\":\"y\"}\n");
    Ended ended = work.end(1, "import", mixed);
    assertThat(ended.out()).contains("1 applied", "1 rejected");
    assertThat(ended.errorLines()).isEmpty();
  }

  @Test
  void aFileThatBreaksItsFormatIsNamedAndTheOthersAreDelivered() throws Exception {
    String cut = work.file("cut.json", "[" + Changes.create("cut"));
    String good = work.file("good.jsonl", Changes.create("good"));

    Ended ended = work.end(2, "import", cut, good);

    assertThat(ended.errorLines()).singleElement().asString().contains("cut.json", "is cut short");
    assertThat(ended.err()).doesNotContain("\tat ");
    assertThat(ended.out()).contains("good.jsonl: 1 applied").doesNotContain("cut.json");
    assertThat(writes()).isOne();

    JsonNode document =
        new ObjectMapper().readTree(work.end(2, "import", cut, good, "--json").out());
    assertThat(document.at("/refused/0/file").asText()).endsWith("cut.json");
    assertThat(document.at("/refused/0/reason").asText()).contains("is cut short");
    assertThat(document.path("jobs")).hasSize(1);
    assertThat(document.path("left")).isEmpty();
  }

  @Test
  void aFinishedFileImportedAgainSendsNothing() throws Exception {
    String file = work.file("again.jsonl", Changes.creates("a", 3));
    work.end(0, "import", file);

    JsonNode job = work.json("import", file).path("jobs").path(0);

    assertThat(job.path("job").asText()).isEqualTo("again.jsonl~2");
    assertThat(job.path("duplicates").asInt()).isEqualTo(3);
    assertThat(job.path("counts").path("applied").asInt()).isEqualTo(3);
    assertThat(work.outcomes()).hasSize(3);
    assertThat(writes()).isEqualTo(3);
  }

  @Test
  void anInterruptedOneSaysSoAndTheNextGoesOnWithTheSameJob() throws Exception {
    int rows = 200;
    String file = work.file("long.jsonl", Changes.creates("l", rows));
    Launched first = work.start("import", file);
    Awaitility.await().alias("5 requests").atMost(TIMEOUT).until(() -> writes() >= 5);

    Ended interrupted = first.terminate().awaitStatus(3);

    long sent = writes();
    assertThat(sent).isLessThan(rows);
    assertThat(interrupted.out()).contains("open");
    assertThat(interrupted.err()).doesNotContain("\tat ");
    assertThat(work.outcomes()).hasSize((int) sent);

    Ended next = work.end(0, "import", file);
    assertThat(next.out()).contains("long.jsonl: " + rows + " applied").doesNotContain("~2");
    assertThat(writes()).isEqualTo(rows);
    assertThat(work.outcomes()).hasSize(rows);
  }

  @Test
  void namesWithUmlautsWorkInAnyLocale() throws Exception {
    String name = "Änderungen für Köln.jsonl";
    String file = work.file(name, Changes.create("k"));
    Launched imported = work.start(Map.of("LC_ALL", "C"), "import", file);
    assertThat(imported.awaitStatus(0).out()).contains(name + ": 1 applied");

    Launched run = work.start(Map.of("LANG", "de_DE.ISO-8859-1"), "run");
    work.drop("Größe.jsonl", Changes.create("g"));
    assertThat(work.manifest("Größe.jsonl").path("source").asText()).endsWith("/Größe.jsonl");
    assertThat(work.home().resolve("accepted/Größe.jsonl")).exists();
    run.terminate().awaitStatus(0);
  }
}
