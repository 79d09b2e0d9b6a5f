package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.e2e.Launched.Ended;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.testing.Requests;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code plan} as a process: large files and tenants need little memory. */
class PlanIT extends SandboxedCommands {
  private static final int ROWS = 100_000;
  private static final int KNOWN = 1_000;
  private static final int TENANTS = 10;
  private static final int CONNECTORS = 20_000;

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

  /**
   * Ten tenants of 20,000 connectors each, of which rows in any order have to do with two: to keep
   * all would take more than twice the memory that there is.
   */
  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void largeTenantsTakeNoMoreMemoryThanTheRowsThatAreAboutThem() throws Exception {
    try (Sandbox large =
        Sandbox.start(SandboxOptions.builder().seed(seed()).pageSize(500).build())) {
      StringBuilder rows = new StringBuilder();
      List<String> command =
          new ArrayList<>(
              List.of("plan", "rows.jsonl", "--property", "graph.endpoint=" + large.root()));
      for (int row = 0; row < 2 * TENANTS; row++) {
        String alias = "t" + row % TENANTS;
        rows.append(
            Requests.update("r" + row, "id-" + row, "https://x.example/").put("tenant", alias)
                + "\n");
        if (row < TENANTS) {
          command.addAll(List.of("--property", "graph.tenants." + alias + ".tenant-id=" + alias));
        }
      }
      work.file("rows.jsonl", rows.toString());

      Ended ended =
          work.start(Map.of("JAVA_OPTS", "-Xmx72m"), command.toArray(String[]::new)).awaitStatus(0);

      assertThat(ended.out())
          .startsWith("~ update " + 2 * TENANTS + "\n")
          .contains("~ rows.jsonl:12  apiConnector.update  tenant t1  id=id-11\n");
      assertThat(ended.errorLines()).isEmpty();
    }
  }

  private static SandboxSeed seed() {
    return SandboxSeed.standard()
        .withApiConnectors(
            IntStream.range(0, CONNECTORS)
                .boxed()
                .collect(
                    Collectors.toMap(n -> "id-" + n, n -> "A connector with the number " + n)));
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
