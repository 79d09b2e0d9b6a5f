package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.DeadLetterCalls;
import org.junit.jupiter.api.Test;

/** A message that is rejected, and comes again since its broker did not learn that it was taken. */
@OnBothDatabases
class RejectedMessagesTest extends LedgerSuite {
  @Test
  void aRejectedChangeDoesNotUseUpItsId() {
    ledger.recorder().recordMessage(QUEUE, rejected(0, "c1", "{}"));
    send(update("c1", "x"));
    assertThat(deliverAll()).containsExactly("c1");
    assertThat(outcomes())
        .extracting(OutcomeRecord::outcome)
        .containsExactly(Outcome.REJECTED, Outcome.APPLIED);
  }

  @Test
  void aRejectedMessageThatIsDeliveredAgainHasOneOutcome() {
    send(update("c1", "x"));
    for (int delivery = 0; delivery < 2; delivery++) {
      ledger.recorder().recordMessage(QUEUE, rejected(0, "bad", "not JSON"));
      send(update("c1", "y"));
    }
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::errorCode)
        .containsExactly(tuple("bad", "invalid"), tuple("c1", "changeIdReused"));
    assertThat(DeadLetterCalls.open(ledger)).hasSize(2);
    Job queue = ledger.reports().job(QUEUE).orElseThrow();
    assertThat(ledger.reports().summary(queue).duplicates()).isEqualTo(2);
    assertThat(ledger.reports().summary(queue).counts()).containsEntry("rejected", 4L);
  }

  @Test
  void anotherRejectedMessageHasAnOutcomeOfItsOwn() {
    ledger.recorder().recordMessage(QUEUE, rejected(0, "bad", "not JSON"));
    ledger.recorder().recordMessage(QUEUE, rejected(0, "bad", "not JSON either"));
    ledger.recorder().recordMessage("queue:another", rejected(0, "bad", "not JSON"));
    assertThat(outcomes()).hasSize(3);
  }

  private int rejections() {
    return ledger.outbox().outcomes(10).size();
  }

  @Test
  void theSameMessageIsRejectedOnce() {
    ledger.recorder().recordMessage(QUEUE, Samples.rejected(0, "c1", "{}"));
    ledger.recorder().recordMessage(QUEUE, Samples.rejected(0, "c1", "{}"));
    assertThat(rejections()).isOne();
  }

  @Test
  void anotherMessageIsRejectedByItselfWhateverIdItsSenderGaveIt() {
    ledger.recorder().recordMessage(QUEUE, Samples.rejected(0, "c1", "{}"));
    ledger.recorder().recordMessage(QUEUE, Samples.rejected(0, "c1", "{\"a\":1}"));
    ledger.recorder().recordMessage("queue:other", Samples.rejected(0, "c1", "{}"));
    assertThat(rejections()).isEqualTo(3);
  }

  @Test
  void oneThatReusesAnIdIsRejectedOnce() {
    ConnectorChange first = Samples.update("c1", "x");
    ledger.recorder().recordMessage(QUEUE, Samples.message(first));
    ledger.recorder().recordMessage(QUEUE, Samples.message(Samples.update("c1", "y")));
    ledger.recorder().recordMessage(QUEUE, Samples.message(Samples.update("c1", "y")));
    assertThat(rejections()).isOne();
    ledger.recorder().recordMessage(QUEUE, Samples.message(Samples.update("c1", "z")));
    assertThat(rejections()).isEqualTo(2);
  }
}
