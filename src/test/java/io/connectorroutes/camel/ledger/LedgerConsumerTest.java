package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.ledger.Outbox;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Which of a consumer's threads look for work, and when. */
class LedgerConsumerTest {
  private static final int THREADS = 8;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static final String NOT_PUBLISHED =
      "Dead letters cannot be published and are tried again: the folder is full";

  private static final Logger LOG = (Logger) LoggerFactory.getLogger(LedgerConsumer.class);

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private IdleLedger idle;
  private LedgerConsumer consumer;

  @BeforeEach
  void open() {
    idle = new IdleLedger(folder, Clock.systemUTC());
    lines.start();
    LOG.addAppender(lines);
    LOG.setLevel(Level.INFO);
  }

  @AfterEach
  void close() {
    consumer.stop();
    LOG.detachAppender(lines);
    LOG.setLevel(null);
    idle.close();
  }

  private void start(LedgerSource source) {
    consumer = new LedgerConsumer(idle.due(), idle.ledger(), exchange -> {}, THREADS, source);
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
            return all.await(2, TimeUnit.MINUTES);
          }
        });
    Awaitility.await().until(() -> empty.get() >= THREADS);
    open.set(THREADS);
    assertThat(all.await(2, TimeUnit.MINUTES)).as("all threads at work at once").isTrue();
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
            assertThat(mayEnd.await(2, TimeUnit.MINUTES)).isTrue();
            delivered.countDown();
            return true;
          }
        });
    assertThat(begun.await(2, TimeUnit.MINUTES)).isTrue();
    consumer.suspend();

    assertThat(consumer.getPendingExchangesSize()).isPositive();
    mayEnd.countDown();
    assertThat(delivered.await(2, TimeUnit.MINUTES)).isTrue();
    Awaitility.await().until(() -> consumer.getPendingExchangesSize() == 0);
  }

  @Test
  void whatFailsAtEachTryOfEachThreadIsOneLineWithoutTheSecretsOfAnAddress() {
    AtomicInteger tries = new AtomicInteger();
    start(
        new Source() {
          @Override
          public boolean take(Runnable found) throws Exception {
            tries.incrementAndGet();
            throw new IOException(
                "HTTP operation failed invoking https://me:pw-1@hook.example/in?code=k-2&x=3 with"
                    + " statusCode: 500, is it there? see to it");
          }
        });
    Awaitility.await().until(() -> tries.get() > 2 * THREADS);

    assertThat(logged())
        .containsExactly(
            "Changes failed and are tried again: HTTP operation failed invoking"
                + " https://…@hook.example/in?… with statusCode: 500, is it there? see to it");
  }

  @Test
  void housekeepingThatWaitsForTheLedgerIsOneLineToo() {
    AtomicInteger rounds = new AtomicInteger();
    start(
        new Source() {
          @Override
          public boolean take(Runnable found) {
            throw new DatabaseUnavailableException("away", null);
          }

          @Override
          public void housekeep() {
            rounds.incrementAndGet();
            throw new DatabaseUnavailableException("away", null);
          }
        });
    Awaitility.await().until(() -> rounds.get() > 1);

    assertThat(logged()).containsExactly("Changes wait for the ledger: away");
  }

  @Test
  void housekeepingThatIsCutShortWhenTheRoutesStopIsNoFault() throws Exception {
    CompletableFuture<Thread> waits = new CompletableFuture<>();
    AtomicBoolean isCut = new AtomicBoolean();
    start(
        new Source() {
          @Override
          public boolean take(Runnable found) {
            return false;
          }

          @Override
          public void housekeep() {
            waits.complete(Thread.currentThread());
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              isCut.set(true);
              throw new DatabaseException("no connection", new SQLException(e));
            }
          }
        });
    Thread housekeeping = waits.get(2, TimeUnit.MINUTES);

    consumer.stop();

    housekeeping.join(Duration.ofMinutes(2).toMillis());
    assertThat(housekeeping.isAlive()).isFalse();
    assertThat(isCut).isTrue();
    assertThat(logged()).isEmpty();
  }

  @Test
  void aLedgerThatIsReadButTakesNothingInIsThereAgainOnlyOnceItHasTakenSomethingIn() {
    AtomicInteger looks = new AtomicInteger();
    AtomicInteger rounds = new AtomicInteger();
    AtomicBoolean isFull = new AtomicBoolean(true);
    start(
        new Source() {
          @Override
          public boolean take(Runnable found) {
            looks.incrementAndGet();
            return false;
          }

          @Override
          public void housekeep() {
            rounds.incrementAndGet();
            if (isFull.get()) {
              throw new DatabaseUnavailableException("full", null);
            }
            idle.ledger().workers().seen("run:1", List.of());
          }
        });
    Awaitility.await().atMost(TIMEOUT).until(() -> rounds.get() > 2);
    int before = looks.get();
    Awaitility.await().atMost(TIMEOUT).until(() -> looks.get() > before + 2);
    assertThat(logged()).containsExactly("Changes wait for the ledger: full");

    isFull.set(false);
    Awaitility.await().atMost(TIMEOUT).until(() -> logged().size() > 1);
    assertThat(logged())
        .containsExactly(
            "Changes wait for the ledger: full", "Changes go on, the ledger is there again");
  }

  @Test
  void deadLettersThatWerePublishedAreLoggedAtTheLatestWhenTheRoutesStop() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(LedgerComponent.class);
    log.addAppender(lines);
    try {
      reject("c1");
      reject("c2");
      consumer =
          (LedgerConsumer) idle.endpoint("ledger:dead-letters").createConsumer(exchange -> {});
      consumer.start();
      Awaitility.await().until(() -> idle.ledger().outbox().deadLetter().isEmpty());
      consumer.stop();
      idle.stop();
    } finally {
      log.detachAppender(lines);
    }

    assertThat(logged())
        .containsExactly("2 dead letters of queue:q: invalid; dead-letters list shows them");
  }

  @Test
  void whatCannotBePublishedIsSaidToBeSoAgainOnlyOnceItWas() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    AtomicBoolean isFull = new AtomicBoolean(true);
    publish(tries, isFull);
    // After each try nobody publishes for longer than until the next look.
    Awaitility.await().atMost(TIMEOUT).until(() -> tries.get() > 2);
    assertThat(logged()).containsExactly(NOT_PUBLISHED);
    assertThat(consumer.problem()).contains("the folder is full");

    isFull.set(false);
    Awaitility.await().atMost(TIMEOUT).until(() -> logged().size() > 1);
    assertThat(logged()).containsExactly(NOT_PUBLISHED, "Dead letters are published again");
    assertThat(consumer.problem()).isEmpty();
    assertThat(idle.ledger().outbox().deadLetter()).isEmpty();
  }

  @Test
  void whatAnotherWorkerHasPublishedMeanwhileIsPublishedAsWell() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    publish(tries, new AtomicBoolean(true));
    Awaitility.await().atMost(TIMEOUT).until(() -> tries.get() > 0);

    Outbox outbox = idle.ledger().outbox();
    outbox.deadLetterPublished(outbox.deadLetter().orElseThrow());
    Awaitility.await().atMost(TIMEOUT).until(() -> logged().size() > 1);
    assertThat(logged()).containsExactly(NOT_PUBLISHED, "Dead letters are published again");
  }

  @Test
  void anotherWorkerThatIsNeverDoneIsKnownToPublishAllTheSame() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    publish(tries, new AtomicBoolean(true));
    Awaitility.await().atMost(TIMEOUT).until(() -> tries.get() > 0);

    Outbox outbox = idle.ledger().outbox();
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> outbox.lease(Signal.Kind.DEAD_LETTERS, "run:2", Duration.ofHours(1)));
    reject("c2");
    outbox.deadLetterPublished(outbox.deadLetter().orElseThrow());
    assertThat(outbox.deadLetter()).as("one is always left").isPresent();
    Awaitility.await().atMost(TIMEOUT).until(() -> logged().size() > 1);
    assertThat(logged()).containsExactly(NOT_PUBLISHED, "Dead letters are published again");
    assertThat(consumer.problem()).isEmpty();
  }

  @Test
  void whatCannotBePublishedWhileTheRoutesStopIsNotSaidToBePublished() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    publish(tries, new AtomicBoolean(true));
    Awaitility.await().atMost(TIMEOUT).until(() -> consumer.problem().isPresent());
    consumer.stop();

    assertThat(logged()).containsExactly(NOT_PUBLISHED);
    assertThat(consumer.problem()).contains("the folder is full");
  }

  private void publish(AtomicInteger tries, AtomicBoolean isFull) throws Exception {
    reject("c1");
    consumer =
        (LedgerConsumer)
            idle.endpoint("ledger:dead-letters?poll=3000")
                .createConsumer(
                    exchange -> {
                      tries.incrementAndGet();
                      if (isFull.get()) {
                        exchange.setException(new IOException("the folder is full"));
                      }
                    });
    consumer.start();
  }

  private void reject(String changeId) {
    idle.ledger()
        .recorder()
        .recordMessage(
            "queue:q",
            new ReceivedRow(
                0,
                changeId,
                null,
                null,
                null,
                null,
                null,
                changeId.getBytes(StandardCharsets.UTF_8),
                new ReceivedRow.Problem("operation", "invalid", "operation is missing"),
                "ID:" + changeId,
                null,
                null));
  }

  private List<String> logged() {
    return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** One that is patient for a moment. */
  private abstract static class Source implements LedgerSource {
    @Override
    public Signal.Kind kind() {
      return Signal.Kind.DUE;
    }

    @Override
    public String subject() {
      return "Changes";
    }

    @Override
    public Duration pollDelay() {
      return Duration.ofMillis(5);
    }
  }
}
