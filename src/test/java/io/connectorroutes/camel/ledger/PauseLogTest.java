package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.PermissionAnswer;
import io.connectorroutes.ledger.TenantPauses;
import io.connectorroutes.testing.FakeLedger;
import io.connectorroutes.testing.FakePauses;
import io.connectorroutes.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PauseLogTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(PauseLog.class);
  private static final String RESTS =
      "What needs API connectors of tenant north rests, %s: Graph refuses API connectors (403):"
          + " grant the app the application permission APIConnectors.ReadWrite.All with admin"
          + " consent in this tenant; one change tries it every 5 minutes, connector-routes tenant"
          + " resume north lets all go on";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-26T21:14:03.594Z"));
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final FakePauses pauses = new FakePauses();
  private final FakeLedger ledger = new FakeLedger();
  private PauseLog log;

  @BeforeEach
  void open() {
    lines.start();
    LOG.setLevel(Level.INFO);
    LOG.addAppender(lines);
    ledger.clock = clock;
    ledger.pauses = pauses;
    log = new PauseLog(ledger);
    log.housekeep();
  }

  @AfterEach
  void close() {
    LOG.detachAppender(lines);
    LOG.setLevel(null);
  }

  private void restWith(long waiting) {
    Instant now = clock.instant();
    pauses.rests.clear();
    pauses.rests.add(
        new TenantPauses.Rest("n/1", "north", Permission.API_CONNECTORS, now, now, waiting));
  }

  private static ClaimResult answered(PermissionAnswer.Kind kind) {
    return new ClaimResult(
        List.of(),
        List.of(),
        null,
        List.of(),
        null,
        List.of(new PermissionAnswer(Permission.API_CONNECTORS, kind)));
  }

  private List<String> logged() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aRestIsLoggedAtItsBeginningEveryQuarterOfAnHourWithWhatWaitsAndAtItsEnd() {
    restWith(1);
    log.settled("n/1", answered(PermissionAnswer.Kind.REFUSED));
    log.housekeep();
    assertThat(logged()).containsExactly(RESTS.formatted("1 change waits"));
    for (int minute = 0; minute < 15; minute++) {
      clock.advance(Duration.ofMinutes(1));
      restWith(4980 + minute);
      log.housekeep();
    }
    assertThat(logged()).hasSize(2);
    assertThat(logged().get(1))
        .isEqualTo(RESTS.formatted("4,994 changes wait") + " (since 2026-11-26T21:14:03Z)");
    pauses.rests.clear();
    log.settled("n/1", answered(PermissionAnswer.Kind.GRANTED));
    log.housekeep();
    log.housekeep();
    assertThat(logged())
        .hasSize(3)
        .last()
        .isEqualTo("What needs API connectors of tenant north goes on");
  }

  @Test
  void whatAnotherProcessBeganOrEndedIsFoundHalfAMinuteLater() {
    pauses.paused.add(new TenantPauses.Paused("-/-", null, clock.instant()));
    log.settled("n/1", answered(PermissionAnswer.Kind.GRANTED));
    log.housekeep();
    assertThat(logged()).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    log.housekeep();
    pauses.paused.clear();
    clock.advance(Duration.ofSeconds(30));
    log.housekeep();
    assertThat(logged())
        .containsExactly(
            "Nothing is sent for tenant default: somebody paused it; connector-routes tenant resume"
                + " default lets it go on",
            "No more for tenant default: it was paused");
  }

  @Test
  void aLedgerIsNotAskedEachTimeAnotherTenantIsAnsweredWhileOneRests() {
    restWith(1);
    log.settled("n/1", answered(PermissionAnswer.Kind.REFUSED));
    log.housekeep();
    int looks = pauses.looks;
    clock.advance(Duration.ofSeconds(1));
    log.settled("other/1", answered(PermissionAnswer.Kind.GRANTED));
    log.housekeep();
    assertThat(pauses.looks).isEqualTo(looks);
  }

  @Test
  void aLedgerIsNotAskedEachTime() {
    int looks = pauses.looks;
    for (int second = 0; second < 29; second++) {
      clock.advance(Duration.ofSeconds(1));
      log.settled("n/1", answered(PermissionAnswer.Kind.GRANTED));
      log.housekeep();
    }
    assertThat(pauses.looks).isEqualTo(looks);
  }
}
