package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.ledger.WorkSignal.Wake;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a signal wakes, and whom. */
class WorkSignalTest {
  private static final Duration NOW = Duration.ZERO;

  private final WorkSignal signal = new WorkSignal();

  @Test
  void whatIsToldWhileNobodyWaitsIsKeptAndTheSameOfItIsOne() {
    signal.raise(7);
    signal.raise(7);
    signal.raise(8);
    signal.raise();
    signal.raise();

    assertThat(List.of(signal.next(), signal.next(), signal.next()))
        .containsExactly(Wake.LOOK, Wake.CLAIM, Wake.CLAIM);
    assertThat(signal.next(Duration.ofMillis(100))).as("nothing is left").isEqualTo(Wake.LOOK);
  }

  @Test
  void asManyThreadsWakeAsAccountsAreTold() {
    List<CompletableFuture<Wake>> threads = IntStream.range(0, 4).mapToObj(i -> waiting()).toList();
    for (long account = 1; account <= threads.size(); account++) {
      signal.raise(account);
    }
    threads.forEach(thread -> assertThat(thread.join()).isEqualTo(Wake.CLAIM));
  }

  @Test
  void theThreadThatKeepsWatchLooksWhenItIsTimeAndEarlierWhereThatIsAskedFor() {
    CompletableFuture<Wake> watching = waiting();
    CompletableFuture<Wake> resting = waiting();
    signal.raiseIn(Duration.ofMillis(5));

    assertThat(CompletableFuture.anyOf(watching, resting).join()).isEqualTo(Wake.LOOK);
    assertThat(signal.next(NOW)).isEqualTo(Wake.LOOK);
    signal.raise();
    assertThat(CompletableFuture.allOf(watching, resting)).succeedsWithin(Duration.ofMinutes(2));
  }

  @Test
  void whatIsDueInCenturiesIsNoReasonToLookNow() {
    signal.next(NOW);
    signal.raiseIn(ChronoUnit.FOREVER.getDuration());

    signal.raise(7);
    assertThat(signal.next()).isEqualTo(Wake.CLAIM);
  }

  @Test
  void whoIsInterruptedReturns() {
    Thread.currentThread().interrupt();
    assertThat(signal.next()).isEqualTo(Wake.LOOK);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Waits in a thread of its own, for a minute at the most. */
  private CompletableFuture<Wake> waiting() {
    CompletableFuture<Wake> woken = new CompletableFuture<>();
    Thread thread = new Thread(() -> woken.complete(signal.next()));
    thread.setDaemon(true);
    thread.start();
    return woken.orTimeout(1, TimeUnit.MINUTES);
  }
}
