package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.SandboxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** In a terminal something is logged while the bar of an import stands there. */
class LogBesideBarIT extends SandboxedCommands {
  private static final int CHANGES = 40;
  private static final String TAKEN_AWAY = "\r\u001b[J";

  LogBesideBarIT() {
    super(
        SandboxOptions.builder()
            .latency(Duration.ofMillis(150))
            .faults(
                List.of(
                    Fault.on("POST", "/v1.0/identity/apiConnectors")
                        .skip(5)
                        .headers(Map.of("Retry-After", "3"))
                        .answer(429)))
            .build());
  }

  @Test
  void aLineOfTheLogStandsAloneAndTheBarBelowIt() throws Exception {
    TypedProcess process =
        work.type(
            Map.of("TERM", "xterm"),
            80,
            24,
            "import",
            "--property=graph.batch-size=1",
            work.file("long.jsonl", Changes.creates("l", CHANGES)));
    process.awaitStatus(0);
    assertThat(sandbox.faultsFired()).hasSize(1);

    // A line of the log is longer than the window is wide.
    String shown = String.join("", process.screen().lines());
    assertThat(shown)
        .containsOnlyOnce(" WARN ")
        .containsPattern(
            "WARN +TenantWaits - Nothing is sent for tenant default until \\S+: throttled by"
                + " Graph");
    assertThat(process.screen().lines().stream().filter(line -> line.contains("/40 ")))
        .as("the bar is drawn over itself, below that line")
        .hasSize(1);
    assertThat(process.written())
        .containsPattern(Pattern.quote(TAKEN_AWAY) + "\\d{4}-\\d\\d-\\d\\dT\\S+ WARN ");
  }
}
