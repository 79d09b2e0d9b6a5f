package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.message;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import io.connectorroutes.testing.DeadLetterCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes whose senders wait until they are recorded, or learn why not. */
@OnBothDatabases
class SubmittedTest extends LedgerSuite {
  private static final String JOB = "submit";

  /** No broker has brought it. */
  private static ReceivedRow row(ConnectorChange change) {
    return new ReceivedRow(
        0,
        change.changeId(),
        change,
        change.operation().wireName(),
        null,
        Samples.ACCOUNT,
        "id=" + change.target().id(),
        null,
        null,
        null,
        "",
        null);
  }

  private Submitted submit(ConnectorChange change) {
    return ledger.recorder().submit(JOB, row(change));
  }

  @Test
  void theSenderLearnsWhetherItIsTheFirst() {
    Submitted first = submit(update("c1", "x"));
    Submitted second = submit(update("c1", "x"));
    assertThat(first.isDuplicate()).isFalse();
    assertThat(second.isDuplicate()).isTrue();
    assertThat(List.of(first, second)).extracting(Submitted::problem).containsOnlyNulls();
    assertThat(second.seq()).isGreaterThan(first.seq());
    assertThat(deliverAll()).containsExactly("c1");
  }

  @Test
  void whatQueuesAndFilesBroughtIsKnownAsWell() {
    send(update("c1", "x"));
    importFile("a.jsonl", Samples.row(1, update("c2", "x")));
    assertThat(submit(update("c1", "x")).isDuplicate()).isTrue();
    assertThat(submit(update("c2", "x")).isDuplicate()).isTrue();
    assertThat(submit(update("c2", "y")).problem().code()).isEqualTo("changeIdReused");
  }

  @Test
  void otherContentUnderAKnownIdIsNotRecorded() {
    submit(update("c1", "x"));
    Submitted other = submit(update("c1", "y"));
    assertThat(other.problem().code()).isEqualTo("changeIdReused");
    assertThat(other.isDuplicate()).isFalse();
    assertThat(ledger.reports().history("c1")).hasSize(1);
    assertThat(outcomes()).isEmpty();
    assertThat(DeadLetterCalls.open(ledger)).isEmpty();
  }

  @Test
  void whatLacksASecretIsRecordedOnlyWhereItIsKnown() {
    ConnectorChange change = update("c1", "x");
    ReceivedRow lacking =
        row(change)
            .rejected(new Problem("properties.x", "secretUnavailable", "the vault is away"))
            .comparedBy(change, null);
    assertThat(ledger.recorder().submit(JOB, lacking).problem().code())
        .isEqualTo("secretUnavailable");
    assertThat(ledger.reports().history("c1")).isEmpty();
    submit(change);
    Submitted known = ledger.recorder().submit(JOB, lacking);
    assertThat(known.problem()).isNull();
    assertThat(known.isDuplicate()).isTrue();
  }

  @Test
  void theOutcomeOfADuplicateIsThatOfTheFirst() {
    Submitted first = submit(update("c1", "x"));
    Submitted second = submit(update("c1", "x"));
    Submitted other = submit(update("c2", "y"));
    List<Long> asked = List.of(first.seq(), second.seq(), other.seq());
    assertThat(ledger.reports().outcomes(asked)).isEmpty();
    assertThat(deliver(Outcome.FAILED)).isEqualTo("c1");
    Map<Long, OutcomeRecord> outcomes = ledger.reports().outcomes(asked);
    assertThat(outcomes).containsOnlyKeys(first.seq(), second.seq());
    assertThat(outcomes.get(second.seq())).isEqualTo(outcomes.get(first.seq()));
    assertThat(outcomes.get(first.seq()).outcome()).isEqualTo(Outcome.FAILED);
    // A replay does not alter it.
    DeadLetterCalls.replay(ledger, List.of("c1"));
    deliverAll();
    assertThat(ledger.reports().outcomes(asked).get(second.seq()).outcome())
        .isEqualTo(Outcome.FAILED);
    assertThat(ledger.reports().outcomes(asked)).hasSize(3);
    assertThat(ledger.reports().outcomes(List.of())).isEmpty();
  }

  @Test
  void theOutcomeOfOneThatIsGoneIsKnownToItsDuplicate() {
    submit(update("c1", "x"));
    deliverAll();
    ledger.outbox().outcomesPublished(outcomes());
    clock.advance(Duration.ofDays(40));
    ledger.retention().prune(Duration.ofDays(30), 0);
    assertThat(ledger.reports().history("c1")).isEmpty();
    Submitted again = submit(update("c1", "x"));
    assertThat(again.isDuplicate()).isTrue();
    assertThat(ledger.reports().outcomes(List.of(again.seq())).get(again.seq()).outcome())
        .isEqualTo(Outcome.APPLIED);
  }

  @Test
  void beforeAndBehindMessagesOfAQueueItHasItsPlace() {
    send(update("c1", "x"));
    submit(update("c2", "x"));
    ledger.recorder().recordMessage(QUEUE, message(update("c3", "x")));
    assertThat(deliverAll()).containsExactly("c1", "c2", "c3");
  }
}
