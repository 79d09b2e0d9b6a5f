package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.database.DatabaseUnavailableException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who waits while the ledger is away, and until when. */
class RetryWhileUnavailableTest {
  private final AtomicInteger calls = new AtomicInteger();

  private String awayUntil(int call) {
    if (calls.incrementAndGet() < call) {
      throw new DatabaseUnavailableException("the database is away", null);
    }
    return "done";
  }

  @Test
  void aCallIsMadeUntilItGoesThrough() {
    RetryWhileUnavailable retry = new RetryWhileUnavailable(() -> false).of(() -> false);

    assertThat(retry.call(() -> awayUntil(2))).isEqualTo("done");
    assertThat(calls).hasValue(2);
  }

  @Test
  void itIsGivenUpWhereCamelStops() {
    RetryWhileUnavailable retry = new RetryWhileUnavailable(() -> true).of(() -> false);

    assertThatThrownBy(() -> retry.call(() -> awayUntil(9)))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void itIsGivenUpWhereWhoeverSentTheExchangeWaitsNoLonger() {
    RetryWhileUnavailable retry = new RetryWhileUnavailable(() -> false).of(() -> calls.get() == 2);

    assertThatThrownBy(() -> retry.call(() -> awayUntil(9)))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(calls).hasValue(2);
  }
}
