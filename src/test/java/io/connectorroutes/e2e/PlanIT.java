package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.e2e.Launched.Ended;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.Requests;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code plan} as a process: a large file needs little memory. */
class PlanIT extends SandboxedCommands {
  private static final int ROWS = 100_000;
  private static final int KNOWN = 1_000;

  PlanIT() {
    super(
        SandboxOptions.builder()
            .seed(SandboxSeed.standard().withApiConnectors(Map.of("here", "Here")))
            .build());
  }

  /** The launcher's own limit is 512 MB; what JAVA_OPTS says comes after it and wins. */
  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void aHundredThousandRowsArePlannedInAQuarterOfAGigabyte() throws Exception {
    work.end(0, "import", rows("known.jsonl", KNOWN).toString());
    long sent = writes();
    Path file = rows("many.jsonl", ROWS);

    Launched plan = work.start(Map.of("JAVA_OPTS", "-Xmx256m"), "plan", file.toString());
    Ended ended = plan.awaitStatus(0);

    assertThat(ended.out())
        .startsWith("~ update " + (ROWS - KNOWN) + "  = no-op " + KNOWN + "\n")
        .contains("~ many.jsonl:" + ROWS + "  apiConnector.update")
        .contains("99,000 Graph requests");
    assertThat(ended.errorLines()).isEmpty();
    assertThat(sent).isEqualTo(KNOWN);
    assertThat(writes()).as("nothing is sent").isEqualTo(sent);
  }

  /** Each alters the URL of one connector, so that none leaves it as it is. */
  private Path rows(String name, int count) throws IOException {
    Path file = folder.resolve(name);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        out.write(Requests.update("p" + i, "here", "https://x.example/" + i) + "\n");
      }
    }
    return file;
  }
}
