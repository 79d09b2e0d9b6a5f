package io.connectorroutes.camel.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
  private final SettableClock clock = new SettableClock();
  private final FailedLogins failed = new FailedLogins(clock, 3);

  private void fail(String address, int times, Duration apart) {
    for (int i = 0; i < times; i++) {
      clock.advance(apart);
      failed.add(address);
    }
  }

  @Test
  void tenWithinAMinuteLetAnAddressRestForAMinute() {
    fail("a", 9, Duration.ofSeconds(6));
    assertThat(failed.rest("a")).isZero();
    fail("a", 1, Duration.ofSeconds(5));
    assertThat(failed.rest("a")).isEqualTo(Duration.ofMinutes(1));
    assertThat(failed.rest("b")).isZero();
    clock.advance(Duration.ofSeconds(59));
    assertThat(failed.rest("a")).isEqualTo(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(failed.rest("a")).isZero();
  }

  @Test
  void afterItsRestAnAddressHasTenAnew() {
    fail("a", 10, Duration.ZERO);
    clock.advance(Duration.ofMinutes(1));
    fail("a", 9, Duration.ZERO);
    assertThat(failed.rest("a")).isZero();
    fail("a", 1, Duration.ZERO);
    assertThat(failed.rest("a")).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void tenInMoreThanAMinuteAreNoReason() {
    fail("a", 40, Duration.ofSeconds(7));
    assertThat(failed.rest("a")).isZero();
  }

  @Test
  void theAddressesThatFailedLastAreRemembered() {
    fail("a", 10, Duration.ZERO);
    fail("b", 10, Duration.ZERO);
    fail("c", 1, Duration.ZERO);
    fail("a", 1, Duration.ZERO);
    fail("d", 1, Duration.ZERO);
    assertThat(failed.rest("a")).isPositive();
    assertThat(failed.rest("b")).isZero();
  }
}
