package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which of a consumer's threads look for work, and when. */
@Timeout(60)
class LedgerConsumerTest {
  private static final int THREADS = 8;

  @TempDir Path folder;
  private IdleLedger idle;
  private LedgerConsumer consumer;

  @BeforeEach
  void open() {
    idle = new IdleLedger(folder, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    consumer.stop();
    idle.close();
  }

  private void start(LedgerSource source) {
    consumer = new LedgerConsumer(idle.due(), exchange -> {}, THREADS, source);
    consumer.start();
  }

  @Test
  void whereThereIsNothingOneThreadKeepsWatchForAll() {
    Map<String, Integer> looks = new ConcurrentHashMap<>();
    start(
        new Source() {
          @Override
          public boolean take(Runnable found) {
            looks.merge(Thread.currentThread().getName(), 1, Integer::sum);
            return false;
          }
        });
    Awaitility.await().until(() -> looks.values().stream().anyMatch(times -> times > 50));
    assertThat(looks).hasSize(THREADS);
    assertThat(looks.values()).filteredOn(times -> times > 10).hasSize(1);
  }

  @Test
  void whoFindsWorkWakesAnotherBeforeItIsDone() throws Exception {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger empty = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(THREADS);
    start(
        new Source() {
          @Override
          public boolean take(Runnable found) throws Exception {
            if (open.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
              empty.incrementAndGet();
              return false;
            }
            found.run();
            all.countDown();
            // As long as a call that waits for the others.
            return all.await(30, TimeUnit.SECONDS);
          }
        });
    Awaitility.await().until(() -> empty.get() >= THREADS);
    open.set(THREADS);
    assertThat(all.await(30, TimeUnit.SECONDS)).as("all threads at work at once").isTrue();
  }

  @Test
  void aClaimThatIsBeingTakenWhileTheRoutesStopIsWaitedForAndDelivered() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CountDownLatch delivered = new CountDownLatch(1);
    start(
        new Source() {
          @Override
          public boolean take(Runnable found) throws Exception {
            begun.countDown();
            assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
            delivered.countDown();
            return true;
          }
        });
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    consumer.suspend();

    assertThat(consumer.getPendingExchangesSize()).isPositive();
    mayEnd.countDown();
    assertThat(delivered.await(30, TimeUnit.SECONDS)).isTrue();
    Awaitility.await().until(() -> consumer.getPendingExchangesSize() == 0);
  }

  /** One that is patient for a moment. */
  private abstract static class Source implements LedgerSource {
    @Override
    public String subject() {
      return "Changes";
    }

    @Override
    public Duration patience() {
      return Duration.ofMillis(5);
    }
  }
}
