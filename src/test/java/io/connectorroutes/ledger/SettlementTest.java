package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an answer leaves in the ledger. */
@OnBothDatabases
class SettlementTest extends LedgerSuite {
  @Test
  void anOutcomeTellsWhatHappened() {
    Job job = importFile("a.jsonl", row(7, update("c1", "x")));
    Claimed<List<String>> first = claimFirst().orElseThrow();
    ledger
        .deliveries()
        .settle(
            first,
            Plans.result(
                first, List.of(Plans.again(first.changes().get(0).seq(), clock.instant()))));
    Claimed<List<String>> second = claimFirst().orElseThrow();
    DueChange due = second.changes().get(0);
    assertThat(due.attempts()).isEqualTo(1);
    assertThat(due.spent()).isEqualTo(Duration.ofSeconds(3));
    ledger.deliveries().settle(second, Plans.result(second, Outcome.APPLIED));
    OutcomeRecord outcome = outcomes().get(0);
    assertThat(outcome)
        .isEqualTo(
            new OutcomeRecord(
                outcome.outcomeId(),
                due.seq(),
                clock.instant(),
                "c1",
                null,
                job.name(),
                7,
                null,
                null,
                "apiConnector.update",
                "id=x",
                Outcome.APPLIED,
                "object-" + due.seq(),
                204,
                null,
                null,
                "request-" + due.seq(),
                second.intents().get(0).clientRequestId(),
                2,
                2,
                clock.instant()));
    ledger.outbox().outcomesPublished(outcomes());
    assertThat(outcomes()).isEmpty();
    Reports.History history = ledger.reports().history("c1").get(0);
    assertThat(history.state()).isEqualTo("settled");
    assertThat(history.attempts()).extracting(AttemptRecord::httpStatus).containsExactly(204, 204);
    assertThat(history.outcomes()).containsExactly(outcome);
  }

  @Test
  void whatDidNotLeaveIsNotCounted() {
    send(update("c1", "x"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    AttemptResult notSent =
        new AttemptResult(
            claimed.intents().get(0).clientRequestId(), null, "noToken", null, null, false);
    ledger
        .deliveries()
        .settle(claimed, new ClaimResult(List.of(notSent), List.of(), null, List.of()));
    ledger.deliveries().release(claimFirst().orElseThrow());
    deliver(Outcome.APPLIED);
    assertThat(outcomes().get(0).graphRequests()).isEqualTo(1);
    assertThat(outcomes().get(0).attempts()).isEqualTo(1);
  }

  @Test
  void aLostAnswerIsRemembered() {
    send(Samples.create("c1", "Test API"));
    Instant sent = clock.instant();
    Claimed<List<String>> claimed = claimFirst("POST").orElseThrow();
    clock.advance(Duration.ofSeconds(30));
    Instant lost = clock.instant();
    Decision again =
        new Decision.Retry(
            claimed.changes().get(0).seq(),
            lost,
            Phase.LOOK,
            true,
            Duration.ZERO,
            lost,
            null,
            false,
            "timeout");
    ledger.deliveries().settle(claimed, Plans.result(claimed, List.of(again)));
    DueChange due = claimFirst("GET").orElseThrow().changes().get(0);
    assertThat(due.phase()).isEqualTo(Phase.LOOK);
    assertThat(due.sentAt()).isEqualTo(sent);
    assertThat(due.lostAt()).isEqualTo(lost);
    assertThat(due.lookups()).isZero();
  }

  @Test
  void looksAreCountedAndTheFoundObjectKept() {
    send(Samples.create("c1", "Test API"));
    Claimed<List<String>> claimed =
        ledger.deliveries().claim("run:1", 20, Plans.list()).orElseThrow();
    assertThat(state("c1")).isEqualTo("waiting");
    long seq = claimed.changes().get(0).seq();
    ledger
        .deliveries()
        .settle(
            claimed,
            new ClaimResult(
                Plans.answers(claimed, 200),
                List.of(
                    new Decision.Retry(
                        seq,
                        clock.instant(),
                        Phase.COMPLETE,
                        false,
                        Duration.ZERO,
                        null,
                        "found-1",
                        true,
                        "found")),
                null,
                List.of(
                    new ListUpdate.Page(
                        ObjectKind.API_CONNECTOR,
                        clock.instant(),
                        true,
                        List.of(Samples.object("found-1", "Test API")),
                        null))));
    DueChange due = claimFirst().orElseThrow().changes().get(0);
    assertThat(due.lookups()).isEqualTo(1);
    assertThat(due.resourceId()).isEqualTo("found-1");
    assertThat(due.phase()).isEqualTo(Phase.COMPLETE);
    assertThat(due.attempts()).isZero();
    KnownObject known =
        ledger
            .deliveries()
            .view(ACCOUNT)
            .directory()
            .withId(ObjectKind.API_CONNECTOR, "found-1")
            .orElseThrow();
    assertThat(known.firstSeen()).isEqualTo(clock.instant());
    assertThat(known.createdAt()).isNull();
  }

  @Test
  void objectsThatWereCreatedAreKnown() {
    send(Samples.create("c1", "Test API"));
    long seq = claimFirst("POST").map(this::applied).orElseThrow();
    ObjectKind kind = ObjectKind.API_CONNECTOR;
    Deliveries deliveries = ledger.deliveries();
    String id = "object-" + seq;
    assertThat(deliveries.view(ACCOUNT).directory().createdAt(kind, id)).contains(clock.instant());
    assertThat(deliveries.view("other/app").directory().createdAt(kind, id)).isEmpty();
  }

  private long applied(Claimed<List<String>> claimed) {
    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED));
    return claimed.changes().get(0).seq();
  }
}
