package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.DeadLetters.Filter;
import io.connectorroutes.ledger.DeadLetters.Handled;
import io.connectorroutes.ledger.DeadLetters.Selection;
import io.connectorroutes.testing.DeadLetterCalls;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Dead letters that a person closes without a replay. */
@OnBothDatabases
class DiscardTest extends LedgerSuite {
  private static final Duration KEEP = Duration.ofDays(30);

  private DeadLetterCalls.Result discard(List<String> changeIds, String cause) {
    List<Handled> told = new ArrayList<>();
    ledger
        .deadLetters()
        .discard(
            new Selection(changeIds, new Filter(cause, null, null)),
            "made by hand",
            "anna",
            told::add);
    return DeadLetterCalls.Result.of(told);
  }

  private void prune() {
    OptionalLong next = OptionalLong.of(0);
    while (next.isPresent()) {
      next = ledger.retention().prune(KEEP, next.getAsLong());
    }
  }

  private void publish() {
    ledger.outbox().outcomesPublished(outcomes());
    for (var letter = ledger.outbox().deadLetter();
        letter.isPresent();
        letter = ledger.outbox().deadLetter()) {
      ledger.outbox().deadLetterPublished(letter.get());
    }
  }

  @Test
  void whatWasDiscardedIsOpenNoMoreAndSaysWhyWhenAndWho() {
    send(update("c1", "x"), update("c2", "y"));
    deliver(Outcome.FAILED);
    deliver(Outcome.FAILED);
    clock.advance(Duration.ofMinutes(1));

    assertThat(discard(List.of("c1"), null).done()).containsExactly("c1");

    DeadLetter.Discarded discarded =
        new DeadLetter.Discarded(clock.instant(), "anna", "made by hand");
    assertThat(DeadLetterCalls.open(ledger))
        .extracting(DeadLetter.Summary::changeId)
        .containsExactly("c2");
    assertThat(ledger.deadLetters().show("c1").orElseThrow().discarded()).isEqualTo(discarded);
    assertThat(ledger.deadLetters().show("c2").orElseThrow().discarded()).isNull();
    assertThat(ledger.reports().history("c1").get(0).discards()).containsExactly(discarded);
    assertThat(DeadLetterCalls.replay(ledger, List.of("c1")).skipped())
        .extracting(Handled::obstacle)
        .containsExactly("it was discarded by anna: made by hand");
    assertThat(discard(List.of("c1"), null).skipped()).hasSize(1);
  }

  @Test
  void aRejectedMessageGoesWithItsContentWhatWasKeptIsOver() throws SQLException {
    ledger.recorder().recordMessage(QUEUE, rejected(0, "bad", "not JSON"));
    ledger.recorder().recordMessage(QUEUE, rejected(0, "bad", "not JSON"));
    publish();
    clock.advance(KEEP.multipliedBy(2));
    prune();
    assertThat(payloads()).as("it is open").isOne();

    assertThat(discard(null, "invalid").done()).containsExactly("bad");
    prune();
    assertThat(payloads()).as("it was discarded just now").isOne();

    clock.advance(KEEP.plusSeconds(1));
    prune();
    prune();
    assertThat(ledger.reports().history("bad")).isEmpty();
    assertThat(payloads()).isZero();
    // The broker delivers it once more.
    ledger.recorder().recordMessage(QUEUE, rejected(0, "bad", "not JSON"));
    assertThat(DeadLetterCalls.open(ledger)).isEmpty();
    Job queue = ledger.reports().job(QUEUE).orElseThrow();
    assertThat(ledger.reports().summary(queue).counts()).containsExactly(Map.entry("rejected", 1L));
    assertThat(ledger.reports().summary(queue).duplicates()).isOne();
  }

  private long payloads() throws SQLException {
    try (Connection connection = connection();
        Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "SELECT COUNT(*) FROM change WHERE state = 'settled' AND original IS NOT NULL")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void whereAnIdHasSeveralTheCauseSaysWhichIsMeant() {
    send(update("c1", "x"), update("c1", "y"));
    deliver(Outcome.FAILED);
    assertThat(DeadLetterCalls.open(ledger))
        .extracting(DeadLetter.Summary::changeId, DeadLetter.Summary::cause)
        .containsExactly(tuple("c1", "changeIdReused"), tuple("c1", "badRequest"));

    assertThat(discard(List.of("c1"), null).skipped())
        .extracting(Handled::obstacle)
        .singleElement()
        .asString()
        .contains("badRequest, changeIdReused", "--cause");
    assertThat(discard(List.of("c1"), "changeIdReused").done()).containsExactly("c1");
    assertThat(DeadLetterCalls.replay(ledger, List.of("c1")).done()).containsExactly("c1");
  }

  @Test
  void thoseOfOneCauseAreByTheirThousands() {
    send(update("other", "x"));
    deliver(Outcome.FAILED);
    for (int i = 0; i < 250; i++) {
      ledger.recorder().recordMessage(QUEUE, rejected(0, "c" + i, "{}"));
    }
    assertThat(discard(null, "invalid").done()).hasSize(250).contains("c0", "c249");
    assertThat(DeadLetterCalls.open(ledger))
        .extracting(DeadLetter.Summary::changeId)
        .containsExactly("other");
  }
}
