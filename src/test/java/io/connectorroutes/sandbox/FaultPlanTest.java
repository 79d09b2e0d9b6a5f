package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanTest {

  private static FaultPlan read(String json) throws IOException {
    return FaultPlan.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsEveryFieldFromAFile(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("faults.json"),
            """
            {"faults": [
              {"method": "POST", "path": "/v1.0/**", "tenant": "contoso", "bodyContains": "x",
               "skip": 2, "times": 3, "action": "applyThenAnswer", "delayMs": 10, "status": 503,
               "code": "c", "message": "m", "headers": {"Retry-After": "2"}, "body": {"a": 1}},
              {"action": "cut"}
            ]}
            """);

    FaultPlan plan = FaultPlan.read(file);

    assertThat(plan.faults())
        .containsExactly(
            Fault.on("POST", "/v1.0/**")
                .tenant("contoso")
                .bodyContains("x")
                .skip(2)
                .times(3)
                .delay(Duration.ofMillis(10))
                .error("c", "m")
                .headers(Map.of("Retry-After", "2"))
                .body(GraphCaller.json("{\"a\": 1}"))
                .applyThenAnswer(503),
            Fault.on(null, null).does(FaultAction.CUT));
  }

  @Test
  void theExampleOfTheDocumentationIsAPlan() throws IOException {
    String page = Files.readString(Path.of("docs", "sandbox.md"));
    int begin = page.indexOf("```json") + "```json".length();

    FaultPlan plan = read(page.substring(begin, page.indexOf("```", begin)));

    assertThat(plan.faults()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"faults\": [{\"action\": \"cut\", \"statuss\": 503}]} |"
            + " 'faults[0].statuss' is unknown; remove it or use one of action, body,",
        "{\"fault\": []} | 'fault' is unknown; remove it or use one of faults",
        "{\"faults\": [{\"action\": \"explode\"}]} | action 'explode' is unknown; there are answer",
        "{\"faults\": [{\"path\": \"/x\"}]} | 'action' is missing; add one",
        "{\"faults\": [{\"action\": \"answer\"}]} | 'status' is missing; 'answer' needs it",
        "{\"faults\": [{\"action\": \"answer\", \"status\": 700}]} | 'status' must be 200 to 599",
        "{\"faults\": [{\"action\": \"answer\", \"status\": \"503\"}]} | 'faults[0].status'",
        "{\"faults\": [{\"action\": \"cut\", \"status\": 503}]} | 'cut' gives no answer of its own",
        "{\"faults\": [{\"action\": \"cut\", \"times\": 0}]} | 'times' must be 1 or more",
        "{\"faults\": [{\"action\": \"cut\", \"times\": 1.5}]} | 'faults[0].times'",
        "{\"faults\": [{\"action\": \"cut\", \"skip\": -1}]} | 'skip' must be 0 or more",
        "{\"faults\": [{\"action\": \"delay\"}]} | 'delayMs' is missing; 'delay' needs it",
        "{\"faults\": []} | 'faults' is missing or empty",
        "{} | 'faults' is missing or empty",
        "{\"faults\": [ | not valid JSON",
        "[] | the document is not valid",
      })
  void refusesWhatItDoesNotKnowByName(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(FaultPlanException.class)
        .hasMessageStartingWith("fault plan: ")
        .hasMessageContaining(message)
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
        .doesNotContain("\n");
  }
}
