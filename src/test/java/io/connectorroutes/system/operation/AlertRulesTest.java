package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.PrometheusServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alerts of {@code ops/}, as Prometheus' own tool tests them. */
class AlertRulesTest {
  /** Of the same package as the server that is required. */
  private static final String PROMTOOL = "/usr/bin/promtool";

  private static final Path FOLDER = Path.of("ops");
  private static final Pattern ALERT = Pattern.compile("(?m)alert(?:name)?: (\\w+)");

  @Test
  void eachGoesOffWhenItShouldAndNotBefore() throws Exception {
    PrometheusServer.require();
    Process promtool =
        new ProcessBuilder(PROMTOOL, "test", "rules", "prometheus-rules-test.yml")
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(output).isZero();
  }

  @Test
  void eachIsTested() throws Exception {
    String tests = Files.readString(FOLDER.resolve("prometheus-rules-test.yml"));
    String rules = Files.readString(FOLDER.resolve("prometheus-rules.yml"));
    assertThat(ALERT.matcher(rules).results().map(match -> match.group(1)))
        .hasSize(9)
        .allSatisfy(alert -> assertThat(tests).containsPattern(alert + "\\n +exp_alerts"));
  }
}
