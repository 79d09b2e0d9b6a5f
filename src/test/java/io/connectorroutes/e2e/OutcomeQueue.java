package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.testing.TestQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** The queue that outcomes are sent to, as a reader sees it who drops repeats by outcomeId. */
final class OutcomeQueue {
  static final String NAME = "outcomes";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestQueue broker;
  private final Workplace work;

  private final List<String> messages = new ArrayList<>();
  private final PublishedOutcomes received = new PublishedOutcomes();

  OutcomeQueue(TestQueue broker, Workplace work) {
    this.broker = broker;
    this.work = work;
  }

  /** Everything that the outcome log has was sent as well, word for word; waits for it. */
  void assertAll(Duration timeout) {
    Awaitility.await()
        .alias("outcomes sent")
        .atMost(timeout)
        .untilAsserted(
            () -> {
              receive();
              // Read again each time: a line may be written, and its message come, meanwhile.
              assertThat(received.byId())
                  .isEqualTo(new PublishedOutcomes().addAll(work.outcomes()).byId());
            });
  }

  /** What was taken out of the queue is kept, whatever is found out about it. */
  private void receive() throws Exception {
    broker.drain(NAME, messages::add);
    for (String message : messages) {
      received.addAll(List.of(JSON.readTree(message)));
    }
    messages.clear();
  }
}
