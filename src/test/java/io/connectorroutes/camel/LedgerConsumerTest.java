package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.ledger.TenantPlan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
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
  private static final Duration LEASE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private CamelContext context;
  private Ledger ledger;
  private LedgerConsumer consumer;

  @BeforeEach
  void open() {
    Path data = folder.resolve("data");
    ledger =
        Ledgers.open(
            new LedgerSettings(
                "jdbc:sqlite:" + data.resolve("ledger.db"),
                null,
                null,
                null,
                data.resolve("ledger.key"),
                LEASE),
            Clock.systemUTC());
    context = new DefaultCamelContext();
    context.addComponent(
        "ledger",
        new LedgerComponent(
            ledger, (due, view) -> new TenantPlan<>(List.of(), null, List.of()), "run:1", LEASE));
    context.start();
  }

  @AfterEach
  void close() throws Exception {
    consumer.stop();
    context.close();
    ledger.close();
  }

  private void start(LedgerSource source) {
    LedgerEndpoint endpoint = context.getEndpoint("ledger:due", LedgerEndpoint.class);
    consumer = new LedgerConsumer(endpoint, exchange -> {}, THREADS, source);
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
    AtomicInteger idle = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(THREADS);
    start(
        new Source() {
          @Override
          public boolean take(Runnable found) throws Exception {
            if (open.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
              idle.incrementAndGet();
              return false;
            }
            found.run();
            all.countDown();
            // As long as a call that waits for the others.
            return all.await(30, TimeUnit.SECONDS);
          }
        });
    Awaitility.await().until(() -> idle.get() >= THREADS);
    open.set(THREADS);
    assertThat(all.await(30, TimeUnit.SECONDS)).as("all threads at work at once").isTrue();
  }

  /** One that is patient for a moment. */
  private abstract static class Source implements LedgerSource {
    @Override
    public Duration patience() {
      return Duration.ofMillis(5);
    }
  }
}
