package io.connectorroutes.e2e;

import static io.connectorroutes.e2e.PlainText.requirePlain;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.e2e.Launched.Ended;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.SmallDisk;
import io.connectorroutes.testing.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person walks through the commands, each a process of its own, for people and for programs. */
class CommandsIT {
  private static final String JOB = "Änderungen.jsonl";
  private static final String NOWHERE = "00000000-0000-4000-8000-00000000dead";
  private static final String GROUP =
      """
      {"changeId":"group","operation":"connectorGroup.create","properties":{"name":"Köln"}}
      """;

  @TempDir Path folder;
  private Sandbox sandbox;
  private Workplace work;

  @BeforeEach
  void start() {
    Fault forbidden = Fault.on("POST", "/**/connectorGroups").answer(403);
    sandbox = Sandbox.start(SandboxOptions.builder().faults(List.of(forbidden)).build());
    work = new Workplace(folder, sandbox.root());
  }

  @AfterEach
  void stop() throws Exception {
    work.close();
    sandbox.close();
  }

  @Test
  void everyCommandSaysWhatItDidToPeopleAndToPrograms() throws Exception {
    work.file(
        JOB, Changes.create("good") + "{\"changeId\":\"bad\"}\n" + Changes.update("lost", NOWHERE));
    assertPlan();
    assertCheck();
    assertThat(work.home()).as("what only looks makes no home").doesNotExist();

    work.file("group.jsonl", GROUP);
    assertThat(work.json(1, "import", JOB, "group.jsonl").path("jobs")).hasSize(2);
    assertThat(sandbox.faultsFired()).as("one was forbidden").hasSize(1);

    assertJob();
    assertTenant();
    assertDeadLetters();
    assertExport();
    assertBackup();
  }

  private void assertPlan() throws Exception {
    assertThat(requirePlain(work.end(1, "plan", JOB).out()))
        .contains("+ create 1  ! 2 cannot work", JOB + ":2", JOB + ":3", "2 Graph requests");
    JsonNode plan = work.json(1, "plan", JOB);
    assertThat(texts(plan.path("changes"), "changeId")).contains("good", "bad", "lost");
    assertThat(texts(plan.path("changes"), "action"))
        .containsExactly("create", "cannotWork", "cannotWork");
    assertThat(plan.path("changes").path(0).path("request").path("method").asText())
        .isEqualTo("POST");
    assertThat(plan.path("requests").asInt()).isEqualTo(2);
    assertThat(plan.has("seconds")).isTrue();
    assertRefused("plan missing.jsonl", "missing.jsonl");
  }

  private void assertCheck() throws Exception {
    assertThat(requirePlain(work.end(0, "check").out()))
        .contains("ok    configuration ", "ok    ledger", "ok    clock ")
        .doesNotContain("FAIL");
    JsonNode checks = work.json("check").path("checks");
    assertThat(texts(checks, "name")).contains("configuration", "ledger", "default: token");
    assertThat(checks)
        .allSatisfy(
            check -> {
              assertThat(check.path("ok").asBoolean()).isTrue();
              assertThat(check.path("message").asText()).isNotEmpty();
              assertThat(check.path("remedy").isNull()).isTrue();
            });
    assertThat(
            requirePlain(work.end(1, "check", "--property", "queue.url=amqp://127.0.0.1:1").out()))
        .contains("FAIL  broker");
  }

  private void assertJob() throws Exception {
    // The folder of the results may pass the width.
    assertThat(work.end(0, "job", "show", JOB).out()).contains(JOB, "1 applied, 1 failed");
    JsonNode job = work.json("job", "show", JOB);
    assertThat(job.path("job").asText()).isEqualTo(JOB);
    assertThat(job.path("state").asText()).isEqualTo("complete");
    assertThat(job.path("rows").asInt()).isEqualTo(3);
    assertThat(job.path("counts").path("rejected").asInt()).isOne();

    assertThat(work.end(0, "job", "results", JOB, "--to", "Ergebnis für alle").out()).contains(JOB);
    assertThat(folder.resolve("Ergebnis für alle")).isNotEmptyDirectory();
    assertRefused("job show nothing.csv", "there is no job nothing.csv");
    assertRefused("job pause " + JOB, "is complete");
    assertRefused("job resume " + JOB, "is not paused");
    assertRefused("job cancel nothing.csv", "there is no job nothing.csv");
    assertRefused("job results nothing.csv", "there is no job nothing.csv");
  }

  /** A job that waits for a tenant at rest, and is paused itself, taken up again, and cancelled. */
  private void assertTenant() throws Exception {
    assertThat(requirePlain(work.end(0, "tenant", "pause", "default").out())).contains("paused");
    assertRefused("tenant pause nobody", "tenant nobody is not configured");
    assertRefused("tenant resume nobody", "tenant nobody is not configured");
    String held = work.file("gehalten ü.jsonl", Changes.creates("held", 2));
    assertThat(work.end(3, "import", held).out()).contains("2 open");

    JsonNode paused = work.json("job", "pause", held);
    assertThat(paused.path("state").asText()).isEqualTo("paused");
    assertThat(work.end(0, "job", "resume", held).out()).contains(held);
    JsonNode cancelled = work.json("job", "cancel", held);
    assertThat(cancelled.path("withdrawn").asInt()).isEqualTo(2);

    JsonNode resumed = work.json("tenant", "resume", "default");
    assertThat(resumed.path("tenant").asText()).isEqualTo("default");
    assertThat(resumed.path("paused").asBoolean(true)).isFalse();
    assertThat(sandbox.state("default").path("apiConnectors")).as("good alone").hasSize(1);
  }

  private void assertDeadLetters() throws Exception {
    assertThat(requirePlain(work.end(0, "dead-letters", "list").out()))
        .contains("1  Request_ResourceNotFound (failed)", "Authorization_RequestDenied");
    JsonNode letters = work.json("dead-letters", "list").path("deadLetters");
    assertThat(texts(letters, "changeId")).containsExactlyInAnyOrder("lost", "group");

    assertThat(work.end(0, "dead-letters", "replay", "--all", "--dry-run").out())
        .contains("2 would be replayed", "nothing was changed");
    JsonNode replayed = work.json("dead-letters", "replay", "group");
    assertThat(replayed.path("replayed").path(0).asText()).isEqualTo("group");
    JsonNode discarded = work.json("dead-letters", "discard", "lost", "--reason", "zu spät");
    assertThat(discarded.path("discarded").path(0).asText()).isEqualTo("lost");
    assertThat(work.end(0, "status", "lost").out()).contains("zu spät");
    assertRefused("dead-letters discard lost", "--reason");
    assertThat(work.end(1, "dead-letters", "replay", "lost").out()).contains("skipped lost");
    assertThat(requirePlain(work.end(0, "dead-letters", "list").out()))
        .isEqualTo("No dead letters.\n");
  }

  private void assertExport() throws Exception {
    assertThat(work.json("export"))
        .extracting(row -> row.path("operation").asText())
        .contains("apiConnector.upsert", "connectorGroup.create");
    assertThat(work.end(0, "export", "--format", "csv").out())
        .startsWith("operation,")
        .doesNotContain(Changes.PASSWORD);
    assertRefused("export --tenant nobody", "nobody");
    assertThat(work.end(0, "plan", "--offline", exported()).out()).contains("create");
  }

  private String exported() throws Exception {
    return work.file("übernommen.jsonl", GROUP.replace("\"group\"", "\"again\""));
  }

  private void assertBackup() throws Exception {
    assertThat(work.end(0, "ledger", "backup", "Sicherung.db").out()).contains("Sicherung.db");
    assertThat(folder.resolve("Sicherung.db")).isNotEmptyFile();
    assertRefused("ledger backup Sicherung.db", "never written over a file");
    assertRefused("ledger rekey", "--new-key");
    JsonNode backup = work.json("ledger", "backup", "zweite.db");
    assertThat(backup.path("backup").asText()).endsWith("/zweite.db");
  }

  @Test
  void sendPutsEachRowOnTheQueueOnce() throws Exception {
    String file = work.file("Schlange-ü.jsonl", Changes.creates("sent", 3));
    assertRefused("send " + file, "queue.url");
    try (TestQueue queue = TestQueue.in(folder.resolve("broker"))) {
      String url = "queue.url=" + queue.url();
      JsonNode sent = work.json("send", "--property", url, file);
      assertThat(sent.path("to").asText()).isEqualTo("queue");
      assertThat(sent.path("files").path(0).path("sent").asInt()).isEqualTo(3);
      assertThat(work.end(0, "send", "--property", url, file).out()).contains("3 messages");
      assertThat(work.end(2, "send", "--property", url, "missing.csv").errorLines()).hasSize(1);
    }
  }

  @Test
  void helpAndItsLikeArePlainWhoeverReads() throws Exception {
    String help = requirePlain(work.end(0, "help").out());
    for (String command : List.of("plan", "job", "dead-letters", "ledger", "completion")) {
      assertThat(requirePlain(work.end(0, "help", command).out())).contains(command);
    }
    assertRefused("help stauts", "stauts");
    Map<String, String> colourful = Map.of("TERM", "xterm-256color", "COLORTERM", "truecolor");
    assertThat(work.start(colourful, "help").awaitStatus(0).out()).isEqualTo(help);
    assertThat(work.start(Map.of("TERM", "dumb"), "help").awaitStatus(0).out()).isEqualTo(help);
    assertThat(work.start(Map.of("NO_COLOR", "1"), "help").awaitStatus(0).out()).isEqualTo(help);

    for (String shell : List.of("bash", "zsh", "fish")) {
      assertThat(work.end(0, "completion", shell).out()).contains("dead-letters", "--home");
    }
    assertRefused("completion tcsh", "bash, zsh, fish");
    assertHashed();
  }

  private void assertHashed() throws Exception {
    Path script = folder.resolve("hash");
    Files.writeString(script, "#!/bin/sh\necho 'größer' | \"$PROGRAM\" \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Map<String, String> program = Map.of("PROGRAM", Distribution.launcher().toString());
    Distribution piped = Distribution.startedAs(script);
    try (Launched text = piped.start(folder, program, "hash-password");
        Launched json = piped.start(folder, program, "hash-password", "--json")) {
      assertThat(text.awaitStatus(0).out()).matches("pbkdf2-sha256:\\d+:\\S+:\\S+\n");
      assertThat(json.awaitStatus(0).out()).contains("\"passwordHash\"", "pbkdf2-sha256:");
    }
  }

  @Test
  void aReaderThatGoesEarlyIsNoError() throws Exception {
    String many =
        work.file(
            "viele.jsonl",
            IntStream.range(0, 3000)
                .mapToObj(n -> GROUP.replace("\"group\"", "\"group-" + n + "\""))
                .collect(Collectors.joining()));
    assertSilent(work.endWithReaderGone(0, "plan", "--offline", many));
    assertSilent(work.endWithReaderGone(0, "plan", "--offline", "--json", many));
  }

  private static void assertSilent(Ended ended) {
    assertThat(ended.out().lines()).hasSize(1);
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void aDiskThatTakesNothingIsToldInOneLineAndNothingIsLost() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(folder.resolve("disk"), "16m")) {
      work = new Workplace(disk.path(), sandbox.root());
      work.file(JOB, Changes.create("good") + Changes.update("lost", NOWHERE));
      work.end(1, "import", JOB);
      String next = work.file("next.jsonl", Changes.create("next"));

      Path filler = disk.fill();
      assertAllRefused(next, "its disk is full; make room in ");
      assertRefused("ledger backup ../copy.db", "its disk is full; make room in ");
      assertThat(folder.resolve("copy.db")).doesNotExist();
      assertRefused("demo", "a disk is full");
      Files.delete(filler);

      disk.makeReadOnly();
      assertAllRefused(next, "its file system is read-only; mount it for writing");
      assertRefused("run", "Read-only file system");
      disk.makeWritable();

      assertThat(work.end(0, "import", next).out()).contains("1 applied");
      JsonNode letters = work.json("dead-letters", "list").path("deadLetters");
      assertThat(texts(letters, "changeId")).containsExactly("lost");
    }
  }

  private void assertAllRefused(String next, String why) throws Exception {
    for (String command :
        List.of(
            "status",
            "dead-letters replay lost",
            "tenant pause default",
            "plan " + next,
            "import " + next)) {
      assertRefused(command, why);
    }
    assertThat(requirePlain(work.end(1, "check").out())).contains("FAIL  ledger");
  }

  /** Exit status 2, and one line on standard error. */
  private void assertRefused(String command, String why) throws IOException, InterruptedException {
    Ended ended = work.end(2, command.split(" "));
    assertThat(ended.out()).as(command).isEmpty();
    assertThat(ended.errorLines())
        .as(command)
        .singleElement()
        .asString()
        .startsWith("connector-routes: ")
        .contains(why);
  }

  private static List<String> texts(JsonNode rows, String field) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.path(field).asText())
        .toList();
  }
}
