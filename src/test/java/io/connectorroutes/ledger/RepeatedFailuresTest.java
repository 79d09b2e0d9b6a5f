package io.connectorroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedFailuresTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-26T21:14:03.5Z"));
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private RepeatedFailures failures;

  @BeforeEach
  void log() {
    Logger log = new LoggerContext().getLogger("failures");
    lines.start();
    log.addAppender(lines);
    failures = new RepeatedFailures(log, clock);
  }

  @Test
  void aFailureIsLoggedAtItsBeginningEveryQuarterOfAnHourAndAtItsEnd() {
    for (int second = 0; second < 40 * 60; second++) {
      failures.failed("results", "results/ cannot be written");
      clock.advance(Duration.ofSeconds(1));
    }
    failures.recovered("results", "results/ can be written again");
    failures.recovered("results", "results/ can be written again");

    assertThat(logged())
        .containsExactly(
            "WARN results/ cannot be written",
            "WARN results/ cannot be written (since 2026-11-26T21:14:03Z)",
            "WARN results/ cannot be written (since 2026-11-26T21:14:03Z)",
            "INFO results/ can be written again");
  }

  @Test
  void failuresOfTwoKindsAreLoggedEach() {
    failures.failed("a", "a fails");
    failures.failed("b", "b fails");
    failures.recovered("a", "a is well");
    failures.failed("a", "a fails");

    assertThat(logged())
        .containsExactly("WARN a fails", "WARN b fails", "INFO a is well", "WARN a fails");
  }

  @Test
  void whatDidNotFailForLongBeginsAnew() {
    failures.failed("a", "a fails");
    clock.advance(RepeatedFailures.EVERY);
    failures.failed("a", "a fails");

    assertThat(logged()).containsExactly("WARN a fails", "WARN a fails");
  }

  private List<String> logged() {
    return lines.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }
}
