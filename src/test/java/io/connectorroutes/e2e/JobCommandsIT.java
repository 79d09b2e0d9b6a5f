package io.connectorroutes.e2e;

import static io.connectorroutes.e2e.PlainText.requirePlain;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.e2e.Launched.Ended;
import io.connectorroutes.sandbox.SandboxOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a person does to jobs, tenants and dead letters, with no {@code run} at work. Each command
 * prints its text for one thing, and its document for another.
 */
class JobCommandsIT extends SandboxedCommands {
  private static final String DONE = "Änderungen.jsonl";
  private static final String HELD = "gehalten ü.jsonl";
  private static final String CUT = "cut.json";
  private static final String OTHER = "andere.jsonl";

  JobCommandsIT() {
    super(SandboxOptions.defaults());
  }

  @BeforeEach
  void importOne() throws Exception {
    work.file(
        DONE,
        Changes.create("good")
            + "{\"changeId\":\"bad\"}\n"
            + Changes.lost("lost-1")
            + Changes.lost("lost-2"));
    assertThat(work.text(1, "import", DONE))
        .startsWith(DONE + ": 1 applied, 2 failed, 1 rejected\n  results in")
        .contains(work.home().resolve("results").resolve(DONE).toString());
  }

  @Test
  void jobsAndTenantsArePausedResumedAndCancelled() throws Exception {
    assertShown();
    assertThat(work.refused("job", "show", "nothing.csv")).contains("there is no job nothing.csv");
    JsonNode error = work.refusedInJson("job", "pause", DONE);
    assertThat(error.path("message").asText()).isEqualTo(DONE + " is complete");
    assertThat(error.path("remedy").asText()).isEqualTo("nothing of it is left to pause");
    assertThat(work.refused("job", "resume", DONE))
        .contains(DONE + " is complete, and nothing of it waits");

    work.file(CUT, "[{\"changeId\":");
    work.refused("import", CUT);
    assertThat(work.text(0, "job", "show", CUT))
        .contains("\nstate      refused: ", "\nrows       0\n")
        .doesNotContain("a minute");
    assertThat(work.refused("job", "results", CUT)).contains(CUT + " was refused, and none of");
    assertThat(folder.resolve(CUT + "-results")).doesNotExist();

    pauseTenant();
    pauseJobs();
    assertStatus();
    cancelJobs();
    resumeTenant();
    assertThat(writes()).as("good alone").isOne();
  }

  private void assertShown() throws Exception {
    assertThat(work.text(0, "job", "show", DONE))
        .contains("\nstate      complete\n", "\nrows       4: 1 applied, 2 failed, 1 rejected\n");
    JsonNode job = work.json("job", "show", DONE);
    assertThat(job.path("job").asText()).isEqualTo(DONE);
    assertThat(job.path("state").asText()).isEqualTo("complete");
    assertThat(job.path("rows").asInt()).isEqualTo(4);
    assertThat(job.path("counts").path("rejected").asInt()).isOne();

    JsonNode written = work.json("job", "results", DONE, "--to", "Ergebnis für alle");
    assertThat(written.path("counts")).isEqualTo(job.path("counts"));
    assertThat(written.path("snapshot").asText())
        .isEqualTo(folder.resolve("Ergebnis für alle").toString());
    assertThat(folder.resolve("Ergebnis für alle/manifest.json")).isNotEmptyFile();
  }

  private void pauseTenant() throws Exception {
    assertThat(work.text(0, "tenant", "pause", "default"))
        .isEqualTo(
            """
            Tenant default is paused: nothing more of it is sent.
            To go on: connector-routes tenant resume default
            """);
    JsonNode paused = work.json("tenant", "pause", "default");
    assertThat(paused.fieldNames()).toIterable().containsExactly("tenant", "paused", "since");
    assertThat(paused.path("tenant").asText()).isEqualTo("default");
    assertThat(paused.path("paused").asBoolean()).isTrue();
    assertThat(work.refused("tenant", "resume", "nobody"))
        .contains("tenant nobody is not configured");
  }

  private void pauseJobs() throws Exception {
    work.file(HELD, Changes.creates("held", 2));
    work.file(OTHER, Changes.group("other", "Köln"));
    Ended held = work.end(3, "import", HELD, OTHER);
    assertThat(requirePlain(held.out())).isEqualTo(HELD + ": 2 open\n" + OTHER + ": 1 open\n");
    assertThat(held.errorLines())
        .containsExactly(
            "connector-routes: 3 changes wait: tenant default: somebody paused it;"
                + " connector-routes tenant resume default lets it go on",
            "connector-routes: what waits stays in the ledger: mend that, then start run or import"
                + " again");

    assertThat(work.text(0, "job", "pause", HELD))
        .isEqualTo(HELD + " is paused: 2 open; job resume lets it go on\n");
    JsonNode paused = work.json("job", "pause", OTHER);
    assertThat(paused.path("state").asText()).isEqualTo("paused");
    assertThat(paused.path("reason").asText()).isEqualTo("by job pause");
  }

  private void assertStatus() throws Exception {
    assertThat(work.text(0, "status"))
        .contains(
            "Run: none.", "\nNeeds you:\n", "job resume " + OTHER, "job resume '" + HELD + "'");
    JsonNode status = work.json("status");
    assertThat(status.fieldNames())
        .toIterable()
        .contains("runs", "graph", "jobs", "tenants", "needsYou");
    assertThat(status.path("graph").fieldNames())
        .toIterable()
        .containsExactly("state", "since", "nextAt");
    assertThat(status.path("jobs"))
        .hasSize(4)
        .allSatisfy(
            job ->
                assertThat(job.fieldNames())
                    .toIterable()
                    .contains("job", "state", "rows", "counts", "reason", "secondsLeft"));
    JsonNode tenant = status.path("tenants").path(0);
    assertThat(tenant.fieldNames())
        .toIterable()
        .contains("tenant", "waiting", "blocked", "sending", "reason")
        .contains("since", "nextAt", "parkedUntil", "oldestSeconds");
    assertThat(tenant.path("waiting").asInt()).isEqualTo(3);
    assertThat(tenant.path("reason").asText()).isEqualTo("paused");
    assertThat(status.path("needsYou"))
        .isNotEmpty()
        .allSatisfy(
            need ->
                assertThat(need.fieldNames())
                    .toIterable()
                    .containsExactly("what", "count", "command"));
  }

  private void cancelJobs() throws Exception {
    JsonNode resumed = work.json("job", "resume", HELD);
    assertThat(resumed.path("state").asText()).isEqualTo("open");
    assertThat(resumed.path("reason").asText()).as("its tenant is").isEqualTo("paused");
    assertThat(work.text(0, "job", "resume", OTHER)).isEqualTo(OTHER + " goes on: 1 open\n");
    assertThat(work.text(0, "job", "results", HELD))
        .startsWith(HELD + ": 2 open; written into")
        .containsIgnoringWhitespaces(folder.resolve(HELD + "-results").toString());

    assertThat(work.text(0, "job", "cancel", HELD))
        .isEqualTo(HELD + ": 2 withdrawn; run or import --resume writes its result files\n");
    assertThat(work.refused("job", "pause", HELD))
        .contains(HELD + " is settled: nothing of it is left to pause");
    JsonNode cancelled = work.json("job", "cancel", OTHER);
    assertThat(cancelled.path("withdrawn").asInt()).isOne();
    assertThat(cancelled.path("counts").path("cancelled").asInt()).isOne();
    assertThat(work.text(0, "import", "--resume", HELD)).startsWith(HELD + ": 2 cancelled\n");
    assertThat(work.resultRows(HELD, "unprocessed.jsonl")).hasSize(2);
  }

  private void resumeTenant() throws Exception {
    assertThat(work.text(0, "tenant", "resume", "default")).isEqualTo("Tenant default goes on.\n");
    JsonNode resumed = work.json("tenant", "resume", "default");
    assertThat(resumed.fieldNames())
        .toIterable()
        .containsExactly("tenant", "paused", "pausedSince", "rested");
    assertThat(resumed.path("tenant").asText()).isEqualTo("default");
    assertThat(resumed.path("paused").asBoolean(true)).isFalse();
    assertThat(resumed.path("pausedSince").isNull()).as("it was not paused any more").isTrue();
  }

  @Test
  void deadLettersAreListedReplayedAndDiscarded() throws Exception {
    assertListed();
    assertThat(work.text(0, "dead-letters", "replay", "--all", "--dry-run"))
        .isEqualTo(
            """
            would be replayed lost-1
            would be replayed lost-2
            2 would be replayed, 0 would be skipped; nothing was changed
            """);
    JsonNode would = work.json("dead-letters", "replay", "--all", "--dry-run");
    assertThat(would.fieldNames()).toIterable().containsExactly("replayed", "skipped", "dryRun");
    assertThat(would.path("replayed"))
        .extracting(JsonNode::asText)
        .containsExactly("lost-1", "lost-2");

    replay();
    discard();
    assertThat(work.text(0, "dead-letters", "list")).isEqualTo("No dead letters.\n");
    assertThat(work.json("dead-letters", "list").path("deadLetters")).isEmpty();
  }

  private void assertListed() throws Exception {
    assertThat(work.text(0, "dead-letters", "list"))
        .startsWith("    2  Request_ResourceNotFound (failed), since ")
        .contains("\n    tenant default\n", "correct the id")
        .contains("\n    dead-letters discard --cause Request_ResourceNotFound --reason TEXT\n");
    JsonNode letters = work.json("dead-letters", "list").path("deadLetters");
    assertThat(texts(letters, "changeId")).containsExactly("lost-1", "lost-2");
    assertThat(letters)
        .allSatisfy(
            letter ->
                assertThat(letter.fieldNames())
                    .toIterable()
                    .containsExactly(
                        "changeId",
                        "tenant",
                        "operation",
                        "target",
                        "job",
                        "cause",
                        "message",
                        "outcome",
                        "time",
                        "replays"));
  }

  private void replay() throws Exception {
    assertThat(work.text(0, "dead-letters", "replay", "lost-1"))
        .isEqualTo(
            """
            replayed lost-1
            1 replayed, 0 skipped
            Nobody works on this ledger: start run, which delivers what was replayed.
            """);
    JsonNode replayed = work.json("dead-letters", "replay", "lost-2");
    assertThat(replayed.fieldNames())
        .toIterable()
        .containsExactly("replayed", "skipped", "workers");
    assertThat(replayed.path("replayed")).extracting(JsonNode::asText).containsExactly("lost-2");
    assertThat(replayed.path("workers").asInt(1)).isZero();
    assertThat(work.text(1, "dead-letters", "replay", "lost-1"))
        .startsWith("skipped lost-1: ")
        .contains("\n0 replayed, 1 skipped\n");

    Launched run = work.run();
    Awaitility.await()
        .alias("outcomes of both replays")
        .atMost(TIMEOUT)
        .until(
            () -> work.outcomes().stream().filter(o -> o.path("replay").asInt() == 1).count() == 2);
    run.terminate().awaitStatus(0);
  }

  private void discard() throws Exception {
    JsonNode missing = work.refusedInJson("dead-letters", "discard", "lost-1");
    assertThat(missing.path("message").asText()).contains("--reason");
    assertThat(work.text(0, "dead-letters", "discard", "lost-1", "--reason", "zu spät"))
        .isEqualTo("discarded lost-1\n1 discarded, 0 skipped\n");
    JsonNode discarded = work.json("dead-letters", "discard", "lost-2", "--reason", "zu spät");
    assertThat(discarded.fieldNames()).toIterable().containsExactly("discarded", "skipped");
    assertThat(discarded.path("discarded")).extracting(JsonNode::asText).containsExactly("lost-2");
    JsonNode skipped = work.json(1, "dead-letters", "replay", "lost-1").path("skipped").path(0);
    assertThat(skipped.path("changeId").asText()).isEqualTo("lost-1");
    assertThat(skipped.path("reason").asText()).contains("was discarded by", "zu spät");
    assertThat(work.text(0, "status", "lost-1"))
        .contains("failed (replay 1)", "discarded by", "zu spät");
  }
}
