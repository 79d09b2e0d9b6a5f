package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.DeadLetterCalls;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What waits to be published: dead letters and what they contain. */
@OnBothDatabases
class OutboxTest extends LedgerSuite {
  @Test
  void aRejectedMessageIsADeadLetterAndARejectedRowIsNot() {
    importFile("a.jsonl", rejected(1, "row", "{}"));
    assertThat(DeadLetterCalls.open(ledger)).isEmpty();
    ledger.recorder().recordMessage(QUEUE, rejected(0, "message", "not JSON"));
    DeadLetter letter = ledger.outbox().deadLetter().orElseThrow();
    assertThat(letter.name()).isEqualTo("message");
    assertThat(letter.cause()).isEqualTo("invalid");
    assertThat(letter.outcome().message()).isEqualTo("properties.targetUrl: must be an https URL");
    assertThat(letter.outcome().row()).isNull();
    assertThat(letter.original()).asString(StandardCharsets.UTF_8).isEqualTo("not JSON");
    assertThat(letter.changeJson()).isNull();
    assertThat(letter.brokerMessageId()).isEqualTo("ID:message");
    assertThat(letter.headerNames()).isEqualTo("JMSType");
    ledger.outbox().deadLetterPublished(letter);
    assertThat(ledger.outbox().deadLetter()).isEmpty();
    assertThat(DeadLetterCalls.open(ledger)).hasSize(1);
  }

  @Test
  void aFailedChangeIsADeadLetterWithItsHistory() {
    send(update("c1", "x"), update("c2", "x"));
    deliver(Outcome.FAILED);
    DeadLetter letter = ledger.outbox().deadLetter().orElseThrow();
    assertThat(letter.name()).isEqualTo("c1");
    assertThat(letter.cause()).isEqualTo("badRequest");
    assertThat(letter.attempts()).hasSize(1);
    assertThat(letter.replays()).isZero();
    assertThat(letter.followedBy()).containsExactly("c2");
    assertThat(letter.changeJson()).asString(StandardCharsets.UTF_8).contains("\"c1\"");
    assertThat(DeadLetterCalls.open(ledger))
        .containsExactly(
            new DeadLetter.Summary(
                "c1",
                "default",
                "apiConnector.update",
                "id=x",
                QUEUE,
                "badRequest",
                "Graph refused it",
                Outcome.FAILED,
                clock.instant(),
                0));
    assertThat(ledger.deadLetters().show("c1")).map(DeadLetter::id).contains(letter.id());
  }

  @Test
  void deadLettersOfEqualIdsHaveNamesOfTheirOwn() {
    Set<String> names = new HashSet<>();
    ledger.recorder().recordMessage(QUEUE, rejected(0, "c1", "{}"));
    ledger.recorder().recordMessage(QUEUE, rejected(0, "c1", "[]"));
    send(update("c1", "x"));
    deliver(Outcome.FAILED);
    for (var letter = ledger.outbox().deadLetter();
        letter.isPresent();
        letter = ledger.outbox().deadLetter()) {
      names.add(letter.get().name());
      ledger.outbox().deadLetterPublished(letter.get());
    }
    assertThat(names).containsExactlyInAnyOrder("c1", "c1~2", "c1~3");
  }
}
