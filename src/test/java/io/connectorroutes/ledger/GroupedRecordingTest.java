package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.message;
import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.change.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Messages that several consumers bring at the same time. */
@OnBothDatabases
class GroupedRecordingTest extends LedgerSuite {
  private static final String OTHER = "queue:other";

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private record Brought(String job, ReceivedRow row) {}

  @Test
  void theyAreRecordedAsIfTheyCameOneAfterTheOther() throws Exception {
    List<Throwable> failures =
        together(
            new Brought(QUEUE, message(update("c1", "x"))),
            new Brought(QUEUE, message(update("c2", "y"))),
            new Brought(QUEUE, message(update("c1", "x"))),
            new Brought(OTHER, message(update("c1", "z"))),
            new Brought(OTHER, rejected(0, "c3", "{}")),
            new Brought(OTHER, rejected(0, "c3", "{}")),
            new Brought(QUEUE, message(update("c3", "x"))));

    assertThat(failures).isEmpty();
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::errorCode)
        .containsExactlyInAnyOrder(tuple("c1", "changeIdReused"), tuple("c3", "invalid"));
    assertThat(duplicates(QUEUE)).isOne();
    assertThat(duplicates(OTHER)).isOne();
    assertThat(deliverAll()).containsSubsequence("c1", "c3").contains("c2").hasSize(5);
    assertThat(ledger.reports().history("c2").get(0).outcomes())
        .extracting(OutcomeRecord::outcome)
        .containsExactly(Outcome.APPLIED);
  }

  @Test
  void whatCannotBeRecordedKeepsNoOtherFromIt() throws Exception {
    ReceivedRow broken =
        new ReceivedRow(
            0, "c2", null, null, null, Samples.ACCOUNT, null, null, null, "", null, null);

    List<Throwable> failures =
        together(
            new Brought(QUEUE, message(update("c1", "x"))),
            new Brought(QUEUE, broken),
            new Brought(QUEUE, message(update("c3", "y"))));

    assertThat(failures).hasSize(1);
    assertThat(deliverAll()).contains("c1", "c3").hasSize(4);
  }

  private long duplicates(String job) {
    return ledger.reports().summary(ledger.reports().job(job).orElseThrow()).duplicates();
  }

  /**
   * Brings them in that order while another one, that came first, waits for a claim to end.
   *
   * @return what kept some from being recorded
   */
  private List<Throwable> together(Brought... messages) throws Exception {
    send(update("claimed", "claimed"));
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch claiming = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    threads.add(start(failures, () -> claimUntil(claiming, end)));
    assertThat(claiming.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    Thread first = start(failures, new Brought(QUEUE, message(update("first", "first"))));
    awaitThat(() -> isWriting(first));
    threads.add(first);
    for (Brought message : messages) {
      Thread thread = start(failures, message);
      awaitThat(() -> thread.getState() == Thread.State.WAITING);
      threads.add(thread);
    }
    end.countDown();
    for (Thread thread : threads) {
      thread.join(TIMEOUT.toMillis());
    }
    return failures;
  }

  private void claimUntil(CountDownLatch claiming, CountDownLatch end) {
    ledger
        .deliveries()
        .claim(
            "run:1",
            20,
            (due, view) -> {
              claiming.countDown();
              awaitUninterruptibly(end);
              return new TenantPlan<List<String>>(List.of(), null, List.of());
            });
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Thread start(List<Throwable> failures, Brought message) {
    return start(failures, () -> ledger.recorder().recordMessage(message.job, message.row));
  }

  private static Thread start(List<Throwable> failures, Runnable task) {
    Thread thread = new Thread(task);
    thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
    thread.start();
    return thread;
  }

  private static void awaitThat(Callable<Boolean> condition) {
    Awaitility.await().atMost(TIMEOUT).pollDelay(Duration.ZERO).until(condition);
  }

  private static boolean isWriting(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().endsWith(".recording.Messages")
                    && frame.getMethodName().equals("write"));
  }
}
