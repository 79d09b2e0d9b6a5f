package io.connectorroutes.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.ledger.OutcomeRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the samples must lead to: their outcomes, and what the tenant must hold at the end. */
final class DemoExpectation {
  private final JsonNode outcomes;
  private final JsonNode state;

  private DemoExpectation(JsonNode document) {
    this.outcomes = document.path("outcomes");
    this.state = document.path("state");
  }

  static DemoExpectation read(Path file) throws IOException {
    return new DemoExpectation(new ObjectMapper().readTree(file.toFile()));
  }

  /** How many outcomes there must be. */
  int size() {
    return outcomes.size();
  }

  /** What is not as it must be, one line each. */
  List<String> differences(List<OutcomeRecord> actual, JsonNode tenant) {
    List<String> differences = new ArrayList<>();
    if (actual.size() != size()) {
      differences.add(actual.size() + " outcomes instead of " + size());
    }
    for (JsonNode expected : outcomes) {
      compare(expected, actual, differences);
    }
    DemoState held = new DemoState(tenant);
    differences.addAll(held.differences(state));
    return differences;
  }

  private static void compare(
      JsonNode expected, List<OutcomeRecord> actual, List<String> differences) {
    String wanted = expected.path("outcome").textValue();
    String name =
        expected.path("job").asText("queue")
            + " "
            + expected.path("changeId").asText("row " + expected.path("row").asText());
    String found =
        actual.stream()
            .filter(outcome -> isFor(expected, outcome))
            .map(outcome -> outcome.outcome().wireName())
            .findFirst()
            .orElse("no outcome");
    if (!found.equals(wanted)) {
      differences.add(name + ": " + found + " instead of " + wanted);
    }
  }

  private static boolean isFor(JsonNode expected, OutcomeRecord outcome) {
    if (expected.has("job")) {
      return expected.path("job").asText().equals(outcome.job())
          && Objects.equals(expected.path("row").intValue(), outcome.row());
    }
    return expected.path("changeId").asText().equals(outcome.changeId());
  }
}
