package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.testing.TestQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** The queue that outcomes are sent to, as a reader sees it who drops repeats by outcomeId. */
final class OutcomeQueue {
  static final String NAME = "outcomes";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestQueue broker;
  private final Workplace work;
  private final Map<String, JsonNode> received = new HashMap<>();

  OutcomeQueue(TestQueue broker, Workplace work) {
    this.broker = broker;
    this.work = work;
  }

  /** Waits until everything that the outcome log has was sent as well, word for word. */
  void assertAll(Duration patience) throws Exception {
    Map<String, JsonNode> logged = new HashMap<>();
    work.outcomes().forEach(line -> logged.put(line.path("outcomeId").asText(), line));
    Awaitility.await()
        .alias("outcomes sent")
        .atMost(patience)
        .until(
            () -> {
              receive();
              return received.size() >= logged.size();
            });
    assertThat(received).isEqualTo(logged);
  }

  private void receive() throws Exception {
    for (String text : broker.drain(NAME)) {
      JsonNode outcome = JSON.readTree(text);
      JsonNode first = received.putIfAbsent(outcome.path("outcomeId").asText(), outcome);
      assertThat(first == null ? outcome : first).as("a repeated message").isEqualTo(outcome);
    }
  }
}
