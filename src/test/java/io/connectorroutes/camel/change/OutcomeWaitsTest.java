package io.connectorroutes.camel.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.testing.FakeLedger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many may wait for outcomes, and until when. */
class OutcomeWaitsTest {
  private final ExecutorService one = Executors.newSingleThreadExecutor();
  private final List<String> reasons = new CopyOnWriteArrayList<>();
  private final OutcomeWaits waits = new OutcomeWaits(new FakeLedger(), one, one, System::nanoTime);

  @AfterEach
  void stop() {
    one.shutdownNow();
  }

  private void add(long seq) {
    waits.add(
        seq,
        "c" + seq,
        Duration.ofMinutes(1),
        new OutcomeWaits.Waiting() {
          @Override
          public void settled(OutcomeRecord outcome) {
            throw new IllegalStateException("nothing is settled");
          }

          @Override
          public void pending(OutcomePendingException reason) {
            reasons.add(reason.getMessage());
          }
        });
  }

  @Test
  void oneMoreThanMayWaitIsToldAtOnce() {
    for (int i = 0; i < OutcomeWaits.MOST; i++) {
      add(i);
    }
    assertThat(reasons).isEmpty();
    add(OutcomeWaits.MOST);
    assertThat(reasons)
        .singleElement()
        .asString()
        .startsWith("change c10000 is not waited for, as 10,000 others are already, and goes on");
    reasons.clear();
    waits.end();
    add(0);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> reasons.size() == OutcomeWaits.MOST + 1);
    assertThat(reasons).allMatch(reason -> reason.contains("before the application stops"));
  }
}
