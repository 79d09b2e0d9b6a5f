package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands whose output cannot be written: that is an error, whatever they have done. */
class FullOutputIT extends SandboxedCommands {
  /** Takes no byte. */
  private static final Path FULL = Path.of("/dev/full");

  private static final String LINE =
      "connector-routes: standard output cannot be written (No space left on device), and what was"
          + " printed is not whole; make room there, or send it elsewhere";

  private static final int MANY = 2_000;

  FullOutputIT() {
    super(
        SandboxOptions.builder()
            .seed(SandboxSeed.standard().withApiConnectors(connectors()))
            .build());
  }

  private static Map<String, String> connectors() {
    return IntStream.range(0, MANY)
        .boxed()
        .collect(Collectors.toMap(n -> "id-" + n, n -> "Connector " + n));
  }

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void eachCommandThatPrintsSaysSoInOneLine() throws Exception {
    work.file("some.jsonl", Changes.create("good") + Changes.lost("lost"));
    work.file("next.jsonl", Changes.create("next"));
    work.end(1, "import", "some.jsonl");

    for (String command :
        List.of(
            "status",
            "status --json",
            "status --watch",
            "status good",
            "check",
            "check --json",
            "plan next.jsonl",
            "plan next.jsonl --json",
            "export",
            "export --json",
            "job show some.jsonl",
            "job results some.jsonl --to snapshot",
            "dead-letters list",
            "dead-letters list --json",
            "dead-letters show lost",
            "dead-letters replay lost --dry-run",
            "dead-letters discard lost --reason done",
            "tenant pause default",
            "tenant resume default",
            "ledger backup copy.db",
            "import next.jsonl",
            "hash-password",
            "completion bash",
            "help",
            "help plan",
            "plan --help",
            "status --version")) {
      assertThat(work.refusedByOutput(FULL, command.split(" "))).as(command).isEqualTo(LINE);
    }
    assertThat(work.json("status", "next").toString()).as("it was done").contains("applied");
  }

  @Test
  void anExportThatDoesNotFitItsDiskIsToldAndEndsBeforeTheGap() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(folder.resolve("disk"), "64k")) {
      Path export = disk.path().resolve("export.jsonl");

      assertThat(work.refusedByOutput(export, "export")).isEqualTo(LINE);
      assertThat(Files.size(export)).isPositive();

      assertThat(work.refusedByOutput(export, "export", "--json")).isEqualTo(LINE);
    }
  }
}
