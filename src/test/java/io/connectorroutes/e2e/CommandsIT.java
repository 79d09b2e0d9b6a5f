package io.connectorroutes.e2e;

import static io.connectorroutes.e2e.PlainText.requirePlain;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.e2e.Launched.Ended;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.TestQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands that look, show and send, each a process of its own, for people and for programs. */
class CommandsIT extends SandboxedCommands {
  private static final String FILE = "Änderungen.jsonl";

  CommandsIT() {
    super(
        SandboxOptions.builder()
            .seed(SandboxSeed.standard().withApiConnectors(Map.of("here", "Größe, \"quoted\"")))
            .build());
  }

  @Test
  void planAndCheckSayWhatTheyFoundAndMakeNoHome() throws Exception {
    work.file(FILE, Changes.create("good") + "{\"changeId\":\"bad\"}\n" + Changes.lost("lost"));
    assertThat(work.text(1, "plan", FILE))
        .contains("+ create 1  ! 2 cannot work", FILE + ":2", FILE + ":3", "2 Graph requests")
        .doesNotContain(Changes.PASSWORD);
    assertPlanned(work.json(1, "plan", FILE));
    assertThat(work.refused("plan", "missing.jsonl")).contains("missing.jsonl");

    assertChecked(work.json("check").path("checks"));
    assertThat(work.text(1, "check", "--property", "queue.url=amqp://127.0.0.1:1"))
        .contains("ok    configuration ", "ok    ledger", "ok    clock ", "FAIL  broker");

    assertThat(work.home()).as("what only looks makes no home").doesNotExist();
    assertThat(writes()).as("nothing is sent").isZero();
  }

  private static void assertPlanned(JsonNode plan) {
    assertThat(plan.fieldNames()).toIterable().contains("changes", "requests", "seconds");
    JsonNode changes = plan.path("changes");
    assertThat(texts(changes, "changeId")).containsExactly("good", "bad", "lost");
    assertThat(texts(changes, "action")).containsExactly("create", "cannotWork", "cannotWork");
    assertThat(changes)
        .allSatisfy(
            change ->
                assertThat(change.fieldNames())
                    .toIterable()
                    .startsWith(
                        "file", "row", "changeId", "operation", "action", "request", "problem"));
    assertThat(changes.path(0).path("request").path("method").asText()).isEqualTo("POST");
    assertThat(plan.path("requests").asInt()).isEqualTo(2);
  }

  private static void assertChecked(JsonNode checks) {
    assertThat(texts(checks, "name")).contains("configuration", "ledger", "default: token");
    assertThat(checks)
        .allSatisfy(
            check -> {
              assertThat(check.fieldNames())
                  .toIterable()
                  .containsExactly("name", "ok", "message", "remedy");
              assertThat(check.path("ok").asBoolean()).isTrue();
              assertThat(check.path("message").asText()).isNotEmpty();
              assertThat(check.path("remedy").isNull()).isTrue();
            });
  }

  @Test
  void anExportIsRowsThatCanBePlanned() throws Exception {
    JsonNode rows = work.json("export");
    assertThat(texts(rows, "operation")).contains("apiConnector.upsert", "connectorGroup.create");
    String csv = work.end(0, "export", "--format", "csv").out();
    assertThat(csv).startsWith("operation,").hasLineCount(rows.size() + 1);
    assertThat(work.refused("export", "--tenant", "nobody")).contains("nobody");

    assertThat(work.text(1, "plan", work.file("übernommen.csv", csv)))
        .as("what is missing is the login alone")
        .contains("+ create 1  ! 1 cannot work\n", "password is missing");
  }

  @Test
  void sendPutsEachRowOnTheQueueOnce() throws Exception {
    String file = work.file("Schlange-ü.jsonl", Changes.creates("sent", 3));
    assertThat(work.refused("send", file)).contains("queue.url");
    try (TestQueue queue = TestQueue.in(folder.resolve("broker"))) {
      String url = "queue.url=" + queue.url();
      JsonNode sent = work.json("send", "--property", url, file);
      assertThat(sent.path("to").asText()).isEqualTo("queue");
      assertThat(sent.path("files").path(0).path("sent").asInt()).isEqualTo(3);
      assertThat(work.text(0, "send", "--property", url, file)).contains(file + ": 3 messages");
      assertThat(
              work.refusedInJson("send", "--property", url, "missing.csv").path("message").asText())
          .contains("missing.csv");
    }
  }

  @Test
  void helpAndItsLikeArePlainWhoeverReads() throws Exception {
    String help = work.text(0, "help");
    Map<String, String> colourful = Map.of("TERM", "xterm-256color", "COLORTERM", "truecolor");
    assertThat(work.start(colourful, "help").awaitStatus(0).out()).isEqualTo(help);
    assertThat(work.text(0, "help", "dead-letters", "replay")).contains("--overtaken");
    assertThat(work.refused("help", "stauts")).contains("stauts");

    for (String shell : new String[] {"bash", "zsh", "fish"}) {
      assertThat(work.end(0, "completion", shell).out()).contains("dead-letters", "--home");
    }
    assertThat(work.refused("completion", "tcsh")).contains("bash, zsh, fish");
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
      assertThat(requirePlain(text.awaitStatus(0).out())).matches("pbkdf2-sha256:\\d+:\\S+:\\S+\n");
      assertThat(json.awaitStatus(0).out()).contains("\"passwordHash\"", "pbkdf2-sha256:");
    }
  }

  @Test
  void aReaderThatGoesEarlyIsNoError() throws Exception {
    String many =
        work.file(
            "viele.jsonl",
            IntStream.range(0, 1500)
                .mapToObj(n -> Changes.group("group-" + n, "Köln"))
                .collect(Collectors.joining()));
    assertSilent(work.endWithReaderGone(0, "plan", "--offline", many));
    assertSilent(work.endWithReaderGone(0, "plan", "--offline", "--json", many));
  }

  private static void assertSilent(Ended ended) {
    assertThat(ended.out().lines()).hasSize(1);
    assertThat(ended.err()).isEmpty();
  }
}
