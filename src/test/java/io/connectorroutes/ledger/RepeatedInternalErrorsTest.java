package io.connectorroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedInternalErrorsTest {
  private static final int MANY = 1_001;

  private final AtomicLong nanos = new AtomicLong();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private InternalErrors errors;

  @BeforeEach
  void log() {
    Logger log = new LoggerContext().getLogger("errors");
    lines.start();
    log.addAppender(lines);
    errors = new InternalErrors(log, nanos::get);
  }

  @Test
  void anErrorThatGoesOnIsLoggedEveryQuarterOfAnHour() {
    for (int second = 0; second < 40 * 60; second++) {
      errors.log("change 4711", new StackOverflowError());
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    assertThat(lines.list)
        .hasSize(3)
        .allSatisfy(
            line -> {
              assertThat(line.getFormattedMessage())
                  .startsWith("change 4711: internal error (StackOverflowError)");
              assertThat(line.getThrowableProxy()).isNotNull();
            });
  }

  @Test
  void otherErrorsAreLoggedMeanwhile() {
    errors.log("change 1", new StackOverflowError());
    errors.log("change 2", new StackOverflowError());
    errors.log("change 1", new StackOverflowError());

    assertThat(lines.list).hasSize(2);
  }

  @Test
  void ofManyTheOldestIsForgotten() {
    for (int i = 0; i < MANY; i++) {
      errors.log("change " + i, new StackOverflowError());
    }
    assertThat(lines.list).hasSize(MANY);
    errors.log("change " + (MANY - 1), new StackOverflowError());
    assertThat(lines.list).hasSize(MANY);
    errors.log("change 0", new StackOverflowError());
    assertThat(lines.list).hasSize(MANY + 1);
  }
}
