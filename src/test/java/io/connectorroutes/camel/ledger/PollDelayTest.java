package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollDelayTest {
  private final PollDelay delay = new PollDelay(Duration.ofMillis(100), Duration.ofMillis(500));

  @Test
  void isTheLongestUntilSomethingIsFound() {
    assertThat(delay.get()).hasMillis(500);
    delay.foundNothing();
    assertThat(delay.get()).hasMillis(500);
  }

  @Test
  void isShortAfterAFindAndGrowsWithEachLookInVain() {
    delay.found();
    assertThat(delay.get()).hasMillis(100);
    delay.foundNothing();
    assertThat(delay.get()).hasMillis(200);
    delay.foundNothing();
    assertThat(delay.get()).hasMillis(400);
    delay.foundNothing();
    assertThat(delay.get()).hasMillis(500);
    delay.found();
    assertThat(delay.get()).hasMillis(100);
  }

  @Test
  void isNeverLongerThanTheLongest() {
    PollDelay often = new PollDelay(Duration.ofMillis(100), Duration.ofMillis(20));
    often.found();
    assertThat(often.get()).hasMillis(20);
  }
}
