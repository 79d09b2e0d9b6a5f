package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.message;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Reports.History;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes that are taken out of a claim, since their secrets cannot be had or are no good. */
@OnBothDatabases
class TakenOutTest extends LedgerSuite {
  private static final String REASON = "env:A is not set";

  @Test
  void aChangeWithoutItsSecretGivesItsSlotBackAndUsesNoAttempt() {
    ledger.close();
    ledger = open(new RequestBudget(2, Duration.ofMinutes(1)));
    send(update("a", "x1"), update("b", "x2"), update("c", "x3"));
    Claimed<List<String>> claimed = claimAll().orElseThrow();
    assertThat(claimed.request()).containsExactly("a", "b");
    Instant due = clock.instant().plusSeconds(7);

    assertThat(takeOut(claimed, noSecret(claimed, 0, due))).isTrue();
    assertThat(claimFirst()).as("the claim goes on").isEmpty();
    ledger.deliveries().settle(claimed, applied(claimed, 1));

    assertThat(state("b")).isEqualTo("settled");
    assertThat(history("a"))
        .returns("waiting", History::state)
        .returns(REASON, History::reason)
        .returns(due, History::dueAt)
        .satisfies(waiting -> assertThat(waiting.attempts()).isEmpty());
    assertThat(deliver(Outcome.APPLIED)).as("one slot is free").isEqualTo("c");
    assertThat(claimFirst()).isEmpty();
    clock.advance(Duration.ofMinutes(2));
    assertThat(claimFirst().orElseThrow().changes().get(0))
        .returns("a", change -> change.change().changeId())
        .returns(0, DueChange::attempts)
        .returns(Duration.ZERO, DueChange::spent)
        .returns(1, DueChange::secretFailures);
  }

  @Test
  void aClaimOfWhichNothingIsLeftIsReleased() {
    send(update("a", "x1"), update("other", "x2"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    Instant due = clock.instant().plusSeconds(7);

    takeOut(claimed, noSecret(claimed, 0, due));
    ledger.deliveries().release(claimed);

    assertThat(deliver(Outcome.APPLIED)).isEqualTo("other");
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.reports().tenants())
        .extracting(Reports.TenantSummary::secretAway)
        .containsExactly(new Reports.SecretAway(due, REASON));
    assertThat(ledger.deliveries().nextDue()).contains(due);
    ledger.close();
    clock.advance(Duration.ofSeconds(7));
    ledger = open();
    assertThat(deliver(Outcome.APPLIED)).as("after a restart").isEqualTo("a");
  }

  @Test
  void failuresAreCountedInARow() {
    send(update("a", "x1"));
    for (int failures = 0; failures < 3; failures++) {
      Claimed<List<String>> claimed = claimFirst().orElseThrow();
      assertThat(claimed.changes().get(0).secretFailures()).isEqualTo(failures);
      takeOut(claimed, noSecret(claimed, 0, clock.instant()));
      ledger.deliveries().release(claimed);
    }

    Claimed<List<String>> sent = claimFirst().orElseThrow();
    Decision again = Plans.again(sent.changes().get(0).seq(), clock.instant());
    ledger.deliveries().settle(sent, Plans.result(sent, List.of(again)));

    assertThat(claimFirst().orElseThrow().changes().get(0))
        .returns(0, DueChange::secretFailures)
        .returns(1, DueChange::attempts);
  }

  @Test
  void anotherCertificateIsKeptAndPlannedAtOnce() {
    send(update("a", "x1"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    ClientCertificate other = new ClientCertificate("AB".repeat(20), Instant.EPOCH);

    takeOut(claimed, new Decision.OtherCertificate(seq(claimed, 0), other));
    ledger.deliveries().release(claimed);

    Claimed<List<String>> next = claimFirst().orElseThrow();
    assertThat(next.changes().get(0).thumbprint()).isEqualTo(other.thumbprint());
    takeOut(next, new Decision.OtherCertificate(seq(next, 0), null));
    ledger.deliveries().release(next);
    assertThat(claimFirst().orElseThrow().changes().get(0).thumbprint()).isNull();
  }

  @Test
  void anUnfitChangeIsRejectedAndDoesNotUseUpItsId() {
    send(update("a", "x1"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();

    takeOut(claimed, unfit(claimed));
    ledger.deliveries().release(claimed);

    assertThat(outcomes())
        .singleElement()
        .returns(Outcome.REJECTED, OutcomeRecord::outcome)
        .returns("certificate", OutcomeRecord::errorCode)
        .returns("no key in it", OutcomeRecord::message)
        .returns(0, OutcomeRecord::graphRequests);
    send(update("a", "x2"));
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("a");
  }

  @Test
  void anUnfitChangeThatMayHaveBeenAppliedIsUnknown() {
    send(Samples.create("a", "A"));
    Claimed<List<String>> sent = claimFirst("POST").orElseThrow();
    Decision again = Plans.again(seq(sent, 0), clock.instant());
    ledger
        .deliveries()
        .settle(sent, new ClaimResult(Plans.answers(sent, null), List.of(again), null, List.of()));
    Claimed<List<String>> claimed = claimFirst("POST").orElseThrow();

    takeOut(claimed, unfit(claimed));

    assertThat(outcomes()).singleElement().returns(Outcome.UNKNOWN, OutcomeRecord::outcome);
  }

  @Test
  void whoeverLostTheLeaseTakesNothingOut() {
    send(update("a", "x1"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    clock.advance(LEASE.plusSeconds(1));
    Claimed<List<String>> taken = claimFirst().orElseThrow();

    assertThat(takeOut(claimed, unfit(claimed))).isFalse();

    assertThat(ledger.deliveries().settle(taken, Plans.result(taken, Outcome.APPLIED))).isTrue();
    assertThat(outcomes()).singleElement().returns(Outcome.APPLIED, OutcomeRecord::outcome);
  }

  @Test
  void contentsAreComparedAsTheyWereGiven() {
    ConnectorChange given = Samples.create("a", "A", "env:ONE");
    ledger
        .recorder()
        .recordMessage(QUEUE, message(given).comparedBy(given, Samples.create("a", "A", "1")));

    ledger
        .recorder()
        .recordMessage(QUEUE, message(given).comparedBy(given, Samples.create("a", "A", "2")));
    assertThat(states("a")).containsExactlyInAnyOrder("waiting", "duplicate");

    ConnectorChange other = Samples.create("a", "A", "env:OTHER");
    ledger
        .recorder()
        .recordMessage(QUEUE, message(other).comparedBy(other, Samples.create("a", "A", "1")));
    ConnectorChange value = Samples.create("a", "A", "1");
    ledger.recorder().recordMessage(QUEUE, message(value));
    assertThat(outcomes())
        .hasSize(2)
        .allSatisfy(outcome -> assertThat(outcome.errorCode()).isEqualTo("changeIdReused"));
  }

  @Test
  void whatIsKnownIsADuplicateThoughItsSecretHasGone() {
    ConnectorChange given = Samples.create("a", "A", "env:ONE");
    send(given);
    send(update("other", "x1"));

    ledger.recorder().recordMessage(QUEUE, withoutSecret(given));
    importFile("f", withoutSecret(given));
    ledger.recorder().recordMessage(QUEUE, withoutSecret(Samples.create("new", "A", "env:ONE")));
    ledger.recorder().recordMessage(QUEUE, withoutSecret(Samples.create("other", "A", "env:ONE")));

    assertThat(states("a")).containsExactlyInAnyOrder("waiting", "duplicate", "duplicate");
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::errorCode)
        .containsExactly(tuple("new", "secretUnavailable"), tuple("other", "secretUnavailable"));
    send(Samples.create("new", "N"));
    assertThat(states("new")).contains("waiting");
  }

  @Test
  void oneThatCannotBeTakenOutKeepsNoOtherIn() throws Exception {
    send(update("a", "x1"), update("b", "x2"));
    Claimed<List<String>> claimed = claimAll().orElseThrow();
    Instant due = clock.instant().plusSeconds(7);
    corrupt("UPDATE change SET operation = 'none' WHERE change_id = 'a'");

    ledger.deliveries().takeOut(claimed, List.of(unfit(claimed), noSecret(claimed, 1, due)));
    ledger.deliveries().release(claimed);

    assertThat(history("b")).returns(due, History::dueAt).returns(REASON, History::reason);
  }

  private static ReceivedRow withoutSecret(ConnectorChange change) {
    ReceivedRow row = message(change);
    return new ReceivedRow(
            1,
            row.changeId(),
            null,
            row.operation(),
            null,
            row.account(),
            row.target(),
            new byte[] {1},
            new ReceivedRow.Problem(null, "secretUnavailable", REASON),
            row.brokerMessageId(),
            null,
            null)
        .comparedBy(change, null);
  }

  private List<String> states(String changeId) {
    return ledger.reports().history(changeId).stream().map(History::state).toList();
  }

  private History history(String changeId) {
    return ledger.reports().history(changeId).get(0);
  }

  private boolean takeOut(Claimed<?> claimed, Decision decision) {
    return ledger.deliveries().takeOut(claimed, List.of(decision));
  }

  private static Decision noSecret(Claimed<?> claimed, int index, Instant due) {
    return new Decision.NoSecret(seq(claimed, index), due, REASON);
  }

  private static Decision unfit(Claimed<?> claimed) {
    return new Decision.Unfit(seq(claimed, 0), "certificate", "no key in it");
  }

  private static ClaimResult applied(Claimed<?> claimed, int index) {
    return Plans.result(claimed, List.of(Plans.settled(seq(claimed, index), Outcome.APPLIED)));
  }

  private static long seq(Claimed<?> claimed, int index) {
    return claimed.changes().get(index).seq();
  }
}
