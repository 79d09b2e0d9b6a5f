package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CombinerTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final List<List<String>> groups = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);
  private final Combiner<String> combiner = new Combiner<>(3, this::carryOut);

  private void carryOut(List<String> group) {
    groups.add(group);
    if (group.contains("first")) {
      uninterrupted(firstMayEnd::await);
    }
    if (group.contains("broken")) {
      throw new IllegalArgumentException("broken");
    }
    if (group.contains("away")) {
      throw new DatabaseUnavailableException("away", null);
    }
  }

  private interface Waiting {
    void run() throws InterruptedException;
  }

  private static void uninterrupted(Waiting waiting) {
    try {
      waiting.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatComesAloneIsCarriedOutAlone() {
    combiner.carryOut("a");
    combiner.carryOut("b");

    assertThat(groups).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void whatComesMeanwhileIsCarriedOutTogetherInItsOrder() throws Exception {
    bring("first", "a", "b", "c", "d");

    assertThat(groups).containsExactly(List.of("first"), List.of("a", "b", "c"), List.of("d"));
    assertThat(failures).isEmpty();
  }

  @Test
  void whatIsDoneDoesNotWaitForWhatIsCarriedOutNext() throws Exception {
    CountDownLatch lastMayEnd = new CountDownLatch(1);
    Combiner<Runnable> combining = new Combiner<>(2, group -> group.forEach(Runnable::run));
    Thread busy =
        started(
            () -> {
              combining.carryOut(() -> uninterrupted(firstMayEnd::await));
              combining.carryOut(() -> uninterrupted(lastMayEnd::await));
            });
    List<Thread> others =
        List.of(
            started(() -> combining.carryOut(() -> {})),
            started(() -> combining.carryOut(() -> {})));

    firstMayEnd.countDown();
    for (Thread other : others) {
      other.join(TIMEOUT.toMillis());
      assertThat(other.isAlive()).isFalse();
    }
    assertThat(busy.isAlive()).isTrue();
    lastMayEnd.countDown();
    busy.join(TIMEOUT.toMillis());
    assertThat(busy.isAlive()).isFalse();
  }

  @Test
  void oneThatFailsKeepsNoOtherOfItsGroupFromIt() throws Exception {
    bring("first", "a", "broken", "b", "c");

    assertThat(failures).hasSize(1).allMatch(failure -> failure.getMessage().equals("broken"));
    assertThat(groups)
        .containsExactly(
            List.of("first"),
            List.of("a", "broken", "b"),
            List.of("a"),
            List.of("broken"),
            List.of("b"),
            List.of("c"));
  }

  @Test
  void whileTheDatabaseIsAwayAGroupFailsAsAWhole() throws Exception {
    bring("first", "a", "away", "b");

    assertThat(failures).hasSize(3).allMatch(failure -> failure.getMessage().equals("away"));
    assertThat(groups).containsExactly(List.of("first"), List.of("a", "away", "b"));
  }

  @Test
  void whereTheDatabaseGoesAwayTheOthersAreNotTriedOneByOne() throws Exception {
    bring("first", "broken", "away", "b");

    assertThat(failures)
        .extracting(Throwable::getMessage)
        .containsExactlyInAnyOrder("broken", "away", "away");
    assertThat(groups)
        .containsExactly(
            List.of("first"), List.of("broken", "away", "b"), List.of("broken"), List.of("away"));
  }

  @Test
  void aThreadThatIsToStopCarriesOutTheOthersAllTheSame() {
    Thread.currentThread().interrupt();
    combiner.carryOut("a");

    assertThat(Thread.interrupted()).as("still to stop").isTrue();
    assertThat(groups).containsExactly(List.of("a"));
  }

  @Test
  void workMayNotBringMoreWork() {
    Combiner<Runnable> nested = new Combiner<>(1, group -> group.get(0).run());

    assertThatThrownBy(() -> nested.carryOut(() -> nested.carryOut(() -> {})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("transaction");
  }

  /** Brings them in that order, those after the first while that one is being carried out. */
  private void bring(String... all) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (String one : all) {
      threads.add(started(() -> combiner.carryOut(one)));
    }
    firstMayEnd.countDown();
    for (Thread thread : threads) {
      thread.join(TIMEOUT.toMillis());
    }
  }

  /** A thread that has come to where it waits. */
  private Thread started(Runnable task) {
    Thread thread = new Thread(task);
    thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
    thread.start();
    Awaitility.await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .until(() -> thread.getState() == Thread.State.WAITING);
    return thread;
  }
}
