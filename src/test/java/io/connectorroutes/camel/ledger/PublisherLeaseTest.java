package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.testing.SettableClock;
import io.connectorroutes.testing.SqliteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers over one ledger, one of which publishes. */
class PublisherLeaseTest {
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock();
  private Ledger ledger;
  private PublisherLease first;
  private PublisherLease second;

  @BeforeEach
  void open() {
    ledger = Ledgers.open(SqliteSettings.in(folder, Duration.ofMinutes(2)), clock);
    first = lease("run:1", Signal.Kind.OUTCOMES);
    second = lease("run:2", Signal.Kind.OUTCOMES);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void oneHasItAndKeepsIt() {
    assertThat(first.isHeld()).isTrue();
    for (int i = 0; i < 5; i++) {
      assertThat(second.isHeld()).isFalse();
      clock.advance(TIME.dividedBy(3));
      first.keep();
    }
    assertThat(first.isHeld()).isTrue();
  }

  @Test
  void whoIsAwayForItsTimeLosesIt() {
    assertThat(first.isHeld()).isTrue();
    clock.advance(TIME);
    assertThat(second.isHeld()).isTrue();
    assertThat(first.isHeld()).isFalse();
    first.keep();
    assertThat(second.isHeld()).isTrue();
  }

  @Test
  void whoWasAwayForHalfOfItAsksBeforeItGoesOn() {
    assertThat(first.isHeld()).isTrue();
    clock.advance(TIME.dividedBy(2));
    assertThat(first.isHeld()).isTrue();
    clock.advance(TIME.dividedBy(2));
    assertThat(second.isHeld()).isFalse();
  }

  @Test
  void theLedgerIsAskedOnceInAPause() {
    assertThat(first.isHeld()).isTrue();
    assertThat(second.isHeld()).isFalse();
    first.release();
    assertThat(second.isHeld()).as("asked a moment ago").isFalse();
    assertThat(first.isHeld()).as("left a moment ago").isFalse();
    clock.advance(PAUSE);
    assertThat(second.isHeld()).isTrue();
  }

  @Test
  void whatAnotherHasIsNotTakenFromItByARelease() {
    assertThat(first.isHeld()).isTrue();
    clock.advance(TIME);
    assertThat(second.isHeld()).isTrue();
    first.release();
    PublisherLease third = lease("run:3", Signal.Kind.OUTCOMES);
    assertThat(third.isHeld()).isFalse();
  }

  @Test
  void eachKindHasItsOwn() {
    assertThat(first.isHeld()).isTrue();
    assertThat(lease("run:2", Signal.Kind.DEAD_LETTERS).isHeld()).isTrue();
    assertThat(lease("run:2", Signal.Kind.JOBS).isHeld()).isTrue();
  }

  @Test
  void aNewRunTakesItBackFromEarlierRunsButNotFromAnImport() {
    PublisherLease imported = lease("import:1", Signal.Kind.JOBS);
    assertThat(first.isHeld()).isTrue();
    assertThat(imported.isHeld()).isTrue();
    ledger.deliveries().recoverLeases(true);
    assertThat(second.isHeld()).isTrue();
    assertThat(lease("run:2", Signal.Kind.JOBS).isHeld()).isFalse();
  }

  private PublisherLease lease(String worker, Signal.Kind kind) {
    return new PublisherLease(
        time -> ledger.outbox().lease(kind, worker, time),
        () -> ledger.outbox().release(kind, worker),
        TIME,
        PAUSE,
        () -> nanos(clock));
  }

  private static long nanos(SettableClock clock) {
    return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
  }
}
