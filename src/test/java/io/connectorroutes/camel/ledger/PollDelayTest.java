package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollDelayTest {
  private static final boolean SIGNALLED = true;
  private static final boolean UNSIGNALLED = false;

  private long nanoTime;
  private final PollDelay delay =
      new PollDelay(Duration.ofMillis(100), Duration.ofMillis(500), () -> nanoTime);

  @Test
  void isTheLongestWhereAllThatIsFoundWasSignalled() {
    assertThat(delay.get()).hasMillis(500);
    delay.found(SIGNALLED);
    assertThat(delay.get()).hasMillis(500);
    delay.foundNothing();
    assertThat(delay.get()).hasMillis(500);
  }

  @Test
  void isShortAfterAFindOfAnothersAndGrowsWithEachLookInVain() {
    delay.found(UNSIGNALLED);
    assertThat(delay.get()).hasMillis(100);
    delay.foundNothing();
    assertThat(delay.get()).hasMillis(200);
    delay.foundNothing();
    assertThat(delay.get()).hasMillis(400);
    delay.foundNothing();
    assertThat(delay.get()).hasMillis(500);
  }

  @Test
  void isShortAfterAnyFindForTenMinutes() {
    delay.found(UNSIGNALLED);
    nanoTime += Duration.ofMinutes(10).toNanos() - 1;
    delay.found(SIGNALLED);
    assertThat(delay.get()).hasMillis(100);
    nanoTime++;
    delay.found(SIGNALLED);
    assertThat(delay.get()).hasMillis(500);
  }

  @Test
  void isNeverLongerThanTheLongest() {
    PollDelay often = new PollDelay(Duration.ofMillis(100), Duration.ofMillis(20), () -> 0);
    often.found(UNSIGNALLED);
    assertThat(often.get()).hasMillis(20);
  }
}
