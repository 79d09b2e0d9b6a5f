package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.e2e.Launched.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a user gets wrong is said in one line that names it, with exit status 2, and with {@code
 * --json} in a document besides.
 */
class UsageIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --property graph.clod=global --json | graph.clod | graph.cloud",
        "run --property graph.max-attempts=none | graph.max-attempts | from 1 to 1000",
        "run --property queue.url=http://x | queue.url | amqp://",
        "run --property graph.cloud=custom | graph.endpoint | graph.endpoint",
        "status | no ledger | --home",
        "dead-letters list --json | no ledger | --home",
        "dead-letters --json | list, show, replay or discard | --help",
        "import missing.csv --json | missing.csv | readable",
        "import data.txt | data.txt | .jsonl",
        "import | give either files | or --resume JOB",
        "sandbox --port 99999 | --port | 65535",
        "sandbox --latency soon | --latency | duration",
        "stauts --help --json | stauts | did you mean status?",
        "status --jsn | --jsn | did you mean --json?",
      })
  void itIsSaidInOneLine(String command, String named, String remedy) throws Exception {
    Files.createFile(folder.resolve("data.txt"));
    Path home = folder.resolve("home");
    try (Launched launched =
        Distribution.packaged().start(folder, ("--home " + home + " " + command).split(" "))) {
      Ended ended = launched.awaitStatus(2);
      assertThat(ended.err().lines())
          .singleElement()
          .asString()
          .startsWith("connector-routes: ")
          .contains(named)
          .contains(remedy);
      if (command.contains("--json")) {
        assertDocument(ErrorDocument.of(ended.out(), ended.err().strip()), named, remedy);
      } else {
        assertThat(ended.out()).isEmpty();
      }
    }
    assertThat(home).as("a home is not made by a mistake").doesNotExist();
  }

  private static void assertDocument(JsonNode error, String named, String remedy) {
    assertThat(error.path("message").asText()).contains(named);
    assertThat(error.path("remedy").asText()).contains(remedy);
  }

  @Test
  void aStackTraceIsThereForWhoAsksForIt() throws Exception {
    try (Launched launched = Distribution.packaged().start(folder, "status", "--verbose")) {
      assertThat(launched.awaitStatus(2).err()).contains("no ledger", "\tat ");
    }
  }

  @Test
  void helpAndVersionAreNoMistakes() throws Exception {
    try (Launched help = Distribution.packaged().start(folder, "--help");
        Launched version = Distribution.packaged().start(folder, "--version")) {
      assertThat(help.awaitStatus(0).out())
          .contains("demo", "run", "import", "status", "dead-letters", "sandbox");
      assertThat(version.awaitStatus(0).out()).matches("connector-routes \\d.*\\s*");
    }
  }
}
