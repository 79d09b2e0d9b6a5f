package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tenant has its next call, and who holds it for how long. */
@OnBothDatabases
class ClaimTest extends LedgerSuite {
  @Test
  void tenantsTakeTurnsAndHaveOneCallInFlightEach() {
    for (int i = 0; i < 3; i++) {
      for (String account : List.of("a/1", "b/1")) {
        ConnectorChange change = update(account.charAt(0) + "" + i, "x" + i);
        ledger.recorder().recordMessage(QUEUE, row(0, change, account.substring(0, 1), account));
      }
    }
    Claimed<List<String>> a = claimFirst().orElseThrow();
    Claimed<List<String>> b = claimFirst().orElseThrow();
    assertThat(Set.of(a.account(), b.account())).containsExactlyInAnyOrder("a/1", "b/1");
    assertThat(claimFirst()).isEmpty();
    ledger.deliveries().settle(a, Plans.result(a, Outcome.APPLIED));
    ledger.deliveries().settle(b, Plans.result(b, Outcome.APPLIED));
    List<String> tenants = deliverAll().stream().map(id -> id.substring(0, 1)).toList();
    assertThat(tenants).hasSize(4);
    assertThat(tenants.get(0)).isNotEqualTo(tenants.get(1));
    assertThat(tenants.get(2)).isNotEqualTo(tenants.get(3));
  }

  @Test
  void aLargeJobDoesNotHoldUpAMessage() {
    importFile(
        "large.jsonl",
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> row(i, update("row" + i, "x" + i)))
            .toArray(ReceivedRow[]::new));
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("row1");
    send(update("urgent", "y"));
    assertThat(List.of(deliver(Outcome.APPLIED), deliver(Outcome.APPLIED))).contains("urgent");
  }

  @Test
  void aParkedTenantWaitsAndALongerPauseStays() {
    send(update("c1", "x"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    Instant until = clock.instant().plusSeconds(300);
    ClaimResult parked =
        new ClaimResult(
            Plans.answers(claimed, 429),
            List.of(Plans.again(claimed.changes().get(0).seq(), clock.instant())),
            new Park(until, WaitReason.THROTTLED, "throttled by Graph"),
            List.of());
    ledger.deliveries().settle(claimed, parked);
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).contains(until);
    assertThat(ledger.reports().tenants())
        .singleElement()
        .returns(1L, Reports.TenantSummary::waiting)
        .returns(until, Reports.TenantSummary::parkedUntil)
        .returns(WaitReason.THROTTLED, Reports.TenantSummary::reason)
        .returns("throttled by Graph", Reports.TenantSummary::message);
    clock.advance(Duration.ofMinutes(5));
    assertThat(deliverAll()).containsExactly("c1");
  }

  @Test
  void decisionsWithoutARequestLetTheNextTenantHaveItsTurn() {
    ledger.recorder().recordMessage(QUEUE, row(0, update("a1", "x"), "a", "a/1"));
    ledger.recorder().recordMessage(QUEUE, row(0, update("b1", "x"), "b", "b/1"));
    Claimed<List<String>> claimed =
        ledger
            .deliveries()
            .claim(
                "run:1",
                20,
                (List<DueChange> due, LedgerView view) ->
                    due.get(0).account().equals("a/1")
                        ? new TenantPlan<List<String>>(
                            List.of(Plans.settled(due.get(0).seq(), Outcome.NO_OP)),
                            null,
                            List.of())
                        : Plans.sending("PATCH", due))
            .orElseThrow();
    assertThat(claimed.request()).containsExactly("b1");
    assertThat(outcomes()).extracting(OutcomeRecord::changeId).containsExactly("a1");
  }

  @Test
  void aPlannerThatDecidesNothingIsAskedOncePerTenant() {
    send(update("c1", "x"));
    List<Integer> asked = new ArrayList<>();
    Optional<Claimed<List<String>>> claimed =
        ledger
            .deliveries()
            .claim(
                "run:1",
                20,
                (due, view) -> {
                  asked.add(due.size());
                  return new TenantPlan<>(List.of(), null, List.of());
                });
    assertThat(claimed).isEmpty();
    assertThat(asked).hasSizeBetween(1, 2);
    assertThat(deliverAll()).containsExactly("c1");
  }

  @Test
  void aWorkerThatIsGoneLosesItsLeaseAndSettlesNothing() {
    send(update("c1", "x"));
    Claimed<List<String>> lost = claimFirst().orElseThrow();
    clock.advance(LEASE.minusMillis(1));
    assertThat(claimFirst()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    Claimed<List<String>> taken = claimFirst().orElseThrow();
    assertThat(taken.request()).containsExactly("c1");
    assertThat(taken.changes().get(0).phase()).isEqualTo(Phase.SEND);
    assertThat(ledger.deliveries().settle(lost, Plans.result(lost, Outcome.FAILED))).isFalse();
    assertThat(outcomes()).isEmpty();
    assertThat(ledger.deliveries().settle(taken, Plans.result(taken, Outcome.APPLIED))).isTrue();
    assertThat(ledger.deliveries().settle(taken, Plans.result(taken, Outcome.APPLIED))).isFalse();
    assertThat(outcomes()).hasSize(1);
    assertThat(ledger.reports().history("c1").get(0).attempts())
        .extracting(AttemptRecord::errorCode)
        .containsExactly("workerGone", null);
  }

  @Test
  void aPostThatMayHaveBeenDoneIsLookedForFirst() {
    send(Samples.create("c1", "Test API"));
    Instant sent = clock.instant();
    assertThat(claimFirst("POST")).isPresent();
    clock.advance(LEASE);
    DueChange due = claimFirst("GET").orElseThrow().changes().get(0);
    assertThat(due.phase()).isEqualTo(Phase.LOOK);
    assertThat(due.sentAt()).isEqualTo(sent);
    assertThat(due.lostAt()).isEqualTo(clock.instant());
  }

  @ParameterizedTest
  @CsvSource({"204, false", "404, false", "429, false", "503, false", "500, true", "504, true"})
  void anAnswerTellsWhetherARequestMayHaveBeenDone(int status, boolean mayBe) {
    send(update("c1", "x"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    long seq = claimed.changes().get(0).seq();
    LedgerView view = ledger.deliveries().view(ACCOUNT);
    assertThat(view.mayHaveBeenDone(seq)).as("while it is under way").isFalse();
    ledger
        .deliveries()
        .settle(
            claimed,
            new ClaimResult(
                Plans.answers(claimed, status),
                List.of(Plans.again(seq, clock.instant())),
                null,
                List.of()));
    assertThat(view.mayHaveBeenDone(seq)).isEqualTo(mayBe);
    assertThat(view.mayHaveBeenDone(seq + 1)).isFalse();
  }

  @Test
  void aRequestOfAWorkerThatIsGoneMayHaveBeenDone() {
    send(update("c1", "x"));
    long seq = claimFirst().orElseThrow().changes().get(0).seq();
    clock.advance(LEASE);
    assertThat(ledger.deliveries().recoverLeases(false)).isEqualTo(1);
    assertThat(ledger.deliveries().view(ACCOUNT).mayHaveBeenDone(seq)).isTrue();
  }

  @Test
  void movingToAGroupIsSentAgain() {
    send(Samples.of(Operation.CONNECTOR_MOVE_TO_GROUP, "c1", Target.ofId("x")));
    assertThat(claimFirst("POST")).isPresent();
    clock.advance(LEASE);
    assertThat(claimFirst("POST").orElseThrow().changes().get(0).phase()).isEqualTo(Phase.SEND);
  }

  @Test
  void aRenewedLeaseHolds() {
    send(update("c1", "x"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    clock.advance(LEASE.minusSeconds(1));
    ledger.deliveries().renew(List.of(claimed));
    clock.advance(LEASE.minusSeconds(1));
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED)))
        .isTrue();
  }

  @Test
  void aNewRunTakesBackThoseOfEarlierRunsButNotOfAnImport() {
    ledger.recorder().recordMessage(QUEUE, row(0, update("a1", "x"), "a", "a/1"));
    ledger.recorder().recordMessage(QUEUE, row(0, update("b1", "x"), "b", "b/1"));
    Planner<List<String>> planner = Plans.first("PATCH");
    assertThat(ledger.deliveries().claim("run:1", 20, planner)).isPresent();
    Claimed<List<String>> imported =
        ledger.deliveries().claim("import:2", 20, planner).orElseThrow();
    assertThat(ledger.deliveries().recoverLeases(false)).isZero();
    assertThat(ledger.deliveries().recoverLeases(true)).isEqualTo(1);
    assertThat(ledger.deliveries().settle(imported, Plans.result(imported, Outcome.APPLIED)))
        .isTrue();
    assertThat(deliverAll()).containsExactly("a1");
  }

  @Test
  void aReleasedClaimLeavesItsChangesAsTheyWere() {
    send(Samples.create("c1", "Test API"));
    Claimed<List<String>> claimed = claimFirst("POST").orElseThrow();
    ledger.deliveries().release(claimed);
    Claimed<List<String>> again = claimFirst("POST").orElseThrow();
    assertThat(again.changes()).isEqualTo(claimed.changes());
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED)))
        .isFalse();
  }
}
