package io.connectorroutes.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.Check;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

  @Test
  void whatNeverReturnsIsALineAllTheSame() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (TimeLimit limit = new TimeLimit(Duration.ofMillis(1))) {
      Check check =
          limit.within(
              "ledger",
              "see it",
              () -> {
                never.await();
                return null;
              });

      assertThat(check).isEqualTo(Check.failed("ledger", "no answer within 0 s", "see it"));
    }
  }

  @Test
  void ofWhatALibraryThrowsTheKindAloneIsSaid() throws Exception {
    try (TimeLimit limit = new TimeLimit(Duration.ofMinutes(2))) {
      Check check =
          limit.within(
              "broker",
              "see it",
              () -> {
                throw new IllegalStateException("password canary");
              });

      assertThat(check)
          .isEqualTo(Check.failed("broker", "it failed (IllegalStateException)", "see it"));
    }
  }
}
