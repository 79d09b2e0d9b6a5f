package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterLogTest {
  private final SettableClock clock = new SettableClock();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private DeadLetterLog letters;

  @BeforeEach
  void log() {
    Logger log = new LoggerContext().getLogger("letters");
    lines.start();
    log.addAppender(lines);
    letters = new DeadLetterLog(log, clock);
  }

  @Test
  void lettersOfOneJobAndCauseThatComeTogetherAreOneLine() {
    for (int i = 0; i < 12; i++) {
      letters.add(letter("two.csv", "Authorization_RequestDenied"));
    }
    letters.add(letter("queue:changes", "invalid"));
    letters.logDue();
    assertThat(logged()).isEmpty();

    clock.advance(DeadLetterLog.TOGETHER);
    letters.logDue();
    letters.logDue();
    assertThat(logged())
        .containsExactly(
            "12 dead letters of two.csv: Authorization_RequestDenied; dead-letters list shows them",
            "1 dead letter of queue:changes: invalid; dead-letters list shows it");
  }

  private static final String BAD = "; dead-letters list shows them";

  /** So many, one a second. */
  private void come(int number, String job) {
    for (int i = 0; i < number; i++) {
      letters.add(letter(job, "BadRequest"));
      clock.advance(Duration.ofSeconds(1));
      letters.logDue();
    }
  }

  @Test
  void whatGoesOnIsLoggedEvery15MinutesAndAtTheEndOfItsJobWithTheirNumber() {
    come(15 * 60 + 9, "a.csv");
    assertThat(logged()).containsExactly("10 dead letters of a.csv: BadRequest" + BAD);
    come(1, "a.csv");
    assertThat(logged())
        .hasSize(2)
        .last()
        .isEqualTo("900 more dead letters of a.csv, 910 in all: BadRequest" + BAD);
    come(7, "a.csv");
    letters.jobEnded("other.csv");
    clock.advance(DeadLetterLog.TOGETHER);
    letters.logDue();
    assertThat(logged()).hasSize(2);

    letters.jobEnded("a.csv");
    // One that another route publishes only now.
    come(1, "a.csv");
    clock.advance(DeadLetterLog.TOGETHER);
    letters.logDue();
    letters.logDue();
    assertThat(logged())
        .hasSize(3)
        .last()
        .isEqualTo("8 more dead letters of a.csv, 918 in all: BadRequest" + BAD);
    letters.logAll();
    assertThat(logged()).hasSize(3);
  }

  @Test
  void whatComesAgainAfter15MinutesWithoutIsABeginning() {
    come(11, "queue:changes");
    clock.advance(Duration.ofMinutes(15));
    letters.logDue();
    clock.advance(Duration.ofMinutes(15));
    letters.logDue();
    come(10, "queue:changes");
    assertThat(logged())
        .containsExactly(
            "10 dead letters of queue:changes: BadRequest" + BAD,
            "1 more dead letter of queue:changes, 11 in all: BadRequest" + BAD,
            "10 dead letters of queue:changes: BadRequest" + BAD);
  }

  @Test
  void theEndOfTheProcessLosesNone() {
    come(11, "a.csv");
    letters.logAll();
    letters.logAll();
    assertThat(logged())
        .containsExactly(
            "10 dead letters of a.csv: BadRequest" + BAD,
            "1 more dead letter of a.csv, 11 in all: BadRequest" + BAD);
  }

  @Test
  void theLineSaysWhatTheCauseMeansAndInWhichTenants() {
    for (String tenant : List.of("t1", "t2", "t3", "t4", "t5", "t6", "t1")) {
      letters.add(letter("two.csv", "Authorization_RequestDenied", tenant, 403));
    }
    letters.add(letter("two.csv", "Request_ResourceNotFound", null, 404));
    letters.logAll();
    assertThat(logged())
        .containsExactly(
            "7 dead letters of two.csv: Authorization_RequestDenied (the app lacks"
                + " APIConnectors.ReadWrite.All in t1, t2, t3, t4, t5 and 1 more); dead-letters"
                + " list shows them",
            "1 dead letter of two.csv: Request_ResourceNotFound (what is to be changed is not there"
                + " in default); dead-letters list shows it");
  }

  @Test
  void aReplayThatFailedAgainIsNotOneMoreDeadLetter() {
    letters.add(letter("nf.json", "nameNotFound"));
    for (int replay = 1; replay <= 3; replay++) {
      letters.add(letter("nf.json", "nameNotFound", null, null, replay));
    }
    letters.add(letter("one.json", "nameNotFound", null, null, 1));
    letters.logAll();
    assertThat(logged())
        .containsExactly(
            "1 dead letter of nf.json: nameNotFound (nothing in the tenant has that name in"
                + " default); dead-letters list shows it",
            "3 replays of nf.json failed again: nameNotFound (nothing in the tenant has that name"
                + " in default); see dead-letters list",
            "1 replay of one.json failed again: nameNotFound (nothing in the tenant has that name"
                + " in default); see dead-letters list");
  }

  private static DeadLetter letter(String job, String cause) {
    return letter(job, cause, null, null);
  }

  private static DeadLetter letter(String job, String cause, String tenant, Integer httpStatus) {
    return letter(job, cause, tenant, httpStatus, null);
  }

  private static DeadLetter letter(
      String job, String cause, String tenant, Integer httpStatus, Integer replay) {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    OutcomeRecord outcome =
        new OutcomeRecord(
            "o",
            1,
            time,
            "c",
            null,
            job,
            null,
            replay,
            tenant,
            "apiConnector.create",
            null,
            Outcome.FAILED,
            null,
            httpStatus,
            null,
            null,
            null,
            null,
            0,
            0,
            time);
    return new DeadLetter(
        1, "c", cause, outcome, List.of(), null, null, List.of(), 0, null, null, List.of(), null);
  }

  private List<String> logged() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
