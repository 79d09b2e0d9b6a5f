package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.testing.TestQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** The queue that outcomes are sent to, as a reader sees it who drops repeats by outcomeId. */
final class OutcomeQueue {
  static final String NAME = "outcomes";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestQueue broker;
  private final Workplace work;
  private final Set<String> received = new HashSet<>();

  OutcomeQueue(TestQueue broker, Workplace work) {
    this.broker = broker;
    this.work = work;
  }

  /** Everything that the outcome log has was sent as well, word for word; waits for it. */
  void assertAll(Duration patience) throws Exception {
    Map<String, JsonNode> logged = new HashMap<>();
    work.outcomes().forEach(line -> logged.put(line.path("outcomeId").asText(), line));
    Awaitility.await()
        .alias("outcomes sent")
        .atMost(patience)
        .untilAsserted(
            () -> {
              receive(logged);
              assertThat(received).isEqualTo(logged.keySet());
            });
  }

  private void receive(Map<String, JsonNode> logged) throws Exception {
    for (String text : broker.drain(NAME)) {
      JsonNode outcome = JSON.readTree(text);
      String id = outcome.path("outcomeId").asText();
      if (!outcome.equals(logged.get(id))) {
        throw new IllegalStateException("a message without its line: " + text);
      }
      received.add(id);
    }
  }
}
