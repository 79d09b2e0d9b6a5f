package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.ledger.Reports.SecretAway;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.testing.FakeLedger;
import io.connectorroutes.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of changes that wait for secrets. */
class SecretWaitLogTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(SecretWaitLog.class);
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final String BEGINNING =
      "Changes of tenant north wait for secrets that cannot be had, such as: env:A is not set";

  private final SettableClock clock = new SettableClock();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final FakeLedger ledger = new FakeLedger();
  private SecretWaitLog log;

  @BeforeEach
  void open() {
    lines.start();
    LOG.setLevel(Level.INFO);
    LOG.addAppender(lines);
    ledger.clock = clock;
    log = new SecretWaitLog(ledger);
  }

  @AfterEach
  void close() {
    LOG.detachAppender(lines);
    LOG.setLevel(null);
  }

  private void waits(boolean isWaiting) {
    waits(isWaiting, 0);
  }

  private void waits(boolean isWaiting, long paused) {
    SecretAway away = isWaiting ? new SecretAway(clock.instant(), "env:A is not set") : null;
    ledger.tenants.clear();
    ledger.tenants.add(
        new TenantSummary(
            "n/1", "north", 1, 0, paused, 0, null, null, null, null, null, null, away));
  }

  private void look() {
    log.housekeep();
    clock.advance(LOOK);
  }

  private List<String> logged() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void theEndIsLoggedOnceNoChangeOfTheTenantWaitsForASecret() {
    log.waits("n/1", "north", "env:A is not set");
    waits(true);
    look();
    waits(false);
    look();
    assertThat(logged()).as("it may be tried at this moment").containsExactly(BEGINNING);
    waits(true);
    look();
    waits(false);
    look();
    log.housekeep();
    look();
    look();

    assertThat(logged())
        .containsExactly(BEGINNING, "No more changes of tenant north wait for secrets");
    log.waits("n/1", "north", "env:A is not set");
    assertThat(logged()).hasSize(3).element(2).isEqualTo(BEGINNING);
  }

  @Test
  void aPauseOfTheirJobIsNoEnd() {
    log.waits("n/1", "north", "env:A is not set");
    waits(false, 1);
    look();
    look();
    look();
    assertThat(logged()).as("paused").containsExactly(BEGINNING);
    waits(true);
    look();
    waits(false);
    look();
    look();
    assertThat(logged())
        .containsExactly(BEGINNING, "No more changes of tenant north wait for secrets");
  }

  @Test
  void whatGoesOnIsLoggedEveryQuarterOfAnHour() {
    waits(true);
    for (int minute = 0; minute <= 15; minute++) {
      log.waits("n/1", "north", "env:A is not set");
      look();
      look();
    }
    assertThat(logged()).hasSize(2).element(1).asString().startsWith(BEGINNING + " (since ");
  }
}
