package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Deliveries.Unusable;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.StatementProbe;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Why a tenant's changes wait, since when and until when. */
@OnBothDatabases
class WaitReasonTest extends LedgerSuite {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Whose name the claims of the suite have. */
  private static final String WORKER = "run:1";

  private TenantSummary tenant() {
    List<TenantSummary> tenants = ledger.reports().tenants();
    assertThat(tenants).hasSize(1);
    return tenants.get(0);
  }

  private void assertWait(WaitReason reason, Instant since, Instant nextAt) {
    assertThat(tenant())
        .returns(reason, TenantSummary::reason)
        .returns(since, TenantSummary::since)
        .returns(nextAt, TenantSummary::nextAt);
  }

  private void settle(Claimed<List<String>> claimed, Park park, Park notReached, boolean sent) {
    List<AttemptResult> answers =
        claimed.intents().stream()
            .map(i -> new AttemptResult(i.clientRequestId(), null, "code", "why", null, sent))
            .toList();
    List<Decision> again =
        claimed.changes().stream()
            .map(one -> (Decision) Plans.again(one.seq(), clock.instant()))
            .toList();
    ledger
        .deliveries()
        .settle(claimed, new ClaimResult(answers, again, park, List.of(), notReached));
  }

  private void park(WaitReason kind, Duration pause) {
    settle(
        claimFirst().orElseThrow(),
        new Park(clock.instant().plus(pause), kind, "words"),
        null,
        kind == WaitReason.THROTTLED);
  }

  @Test
  void whatIsDueWaitsForNothing() {
    send(update("a", "x"), update("b", "x"), update("c", "y"));

    assertThat(tenant())
        .returns(3L, TenantSummary::waiting)
        .returns(1L, TenantSummary::blocked)
        .returns(0L, TenantSummary::sending)
        .returns(ACCOUNT, TenantSummary::account);
    assertWait(null, null, null);
  }

  @Test
  void aThrottledTenantWaitsSinceTheFirstPauseUntilTheEndOfTheLast() {
    send(update("a", "x"), update("b", "y"));
    Instant began = clock.instant();
    park(WaitReason.THROTTLED, WINDOW);
    assertWait(WaitReason.THROTTLED, began, began.plus(WINDOW));
    assertThat(tenant())
        .returns("words", TenantSummary::message)
        .returns(began.plus(WINDOW), TenantSummary::parkedUntil);

    clock.advance(WINDOW);
    assertWait(null, null, null);
    park(WaitReason.THROTTLED, WINDOW);
    assertWait(WaitReason.THROTTLED, began, began.plus(WINDOW.multipliedBy(2)));
    clock.advance(WINDOW);
    deliver(Outcome.APPLIED);
    park(WaitReason.THROTTLED, WINDOW);
    assertWait(
        WaitReason.THROTTLED, began.plus(WINDOW.multipliedBy(2)), clock.instant().plus(WINDOW));
  }

  @Test
  void aTenantWithoutATokenIsNamedUntilARequestIsAnswered() {
    send(update("a", "x"), update("b", "y"));
    Instant began = clock.instant();
    park(WaitReason.NO_TOKEN, WINDOW);
    clock.advance(WINDOW.multipliedBy(60));

    assertWait(WaitReason.NO_TOKEN, began, null);
    assertThat(tenant().parkedUntil()).isNull();
    park(WaitReason.NO_CREDENTIAL, WINDOW);
    assertWait(WaitReason.NO_CREDENTIAL, clock.instant(), clock.instant().plus(WINDOW));
    clock.advance(WINDOW);
    deliver(Outcome.APPLIED);
    assertWait(null, null, null);
  }

  @Test
  void allWaitForAHostThatIsAway() {
    send(update("a", "x"));
    Instant began = clock.instant();
    Park away = new Park(began.plus(WINDOW), WaitReason.GRAPH_AWAY, "no connection");
    settle(claimFirst().orElseThrow(), null, away, false);

    assertWait(WaitReason.GRAPH_AWAY, began, began.plus(WINDOW));
    assertThat(tenant().message()).isEqualTo("no connection");
    clock.advance(WINDOW);
    assertWait(WaitReason.GRAPH_AWAY, began, null);
    deliver(Outcome.FAILED);
    send(update("b", "x"));
    assertWait(null, null, null);
  }

  @Test
  void aBudgetThatIsUsedUpIsFreeAgainAtATime() {
    ledger.close();
    ledger = open(new RequestBudget(1, WINDOW));
    send(update("a", "x"), update("b", "y"));
    deliver(Outcome.APPLIED);
    Instant free = clock.instant().plus(WINDOW).plusMillis(1);
    assertThat(claimFirst()).isEmpty();

    assertWait(WaitReason.BUDGET, null, free);
    clock.advance(WINDOW.plusMillis(1));
    assertWait(null, null, null);
  }

  @Test
  void aRequestThatIsUnderWayHoldsUpTheOthers() {
    send(update("a", "x"), update("b", "y"));
    ledger.workers().seen(WORKER, List.of());
    assertThat(claimFirst()).isPresent();

    assertWait(WaitReason.LEASED, null, null);
    assertThat(tenant())
        .returns(1L, TenantSummary::waiting)
        .returns(1L, TenantSummary::sending)
        .returns(null, TenantSummary::message);
    assertThat(waits("b"))
        .isEqualTo(
            new Reports.Waits(
                null, WaitReason.LEASED, "it is due, and the next one of its tenant", null));
  }

  @Test
  void theLeaseIsATimeOnlyWhereItsWorkerIsGone() {
    send(update("a", "x"), update("b", "y"));
    ledger.workers().seen(WORKER, List.of());
    assertThat(claimFirst()).isPresent();
    Instant end = clock.instant().plus(LEASE);

    clock.advance(Workers.GONE_AFTER);
    assertWait(WaitReason.LEASED, null, null);
    clock.advance(Duration.ofSeconds(1));
    assertWait(WaitReason.LEASED, null, end);
    assertThat(tenant().message()).isEqualTo("its worker ended");
    ledger.workers().seen(WORKER, List.of());
    assertWait(WaitReason.LEASED, null, null);
    ledger.workers().left(WORKER);
    assertWait(WaitReason.LEASED, null, end);
    assertThat(waits("b"))
        .isEqualTo(new Reports.Waits(null, WaitReason.LEASED, "its worker ended", end));
  }

  private static Reports.Waits due(String message) {
    return new Reports.Waits(null, null, message, null);
  }

  @Test
  void aChangeThatIsDueSaysHowManyOfItsTenantGoBeforeIt() {
    Instant later = clock.instant().plus(WINDOW);
    send(update("later", "w", null, later), update("a", "x"), update("b", "y"), update("c", "z"));
    assertThat(waits("a")).isEqualTo(due("it is due, and no run is at work"));

    ledger.workers().seen(WORKER, List.of());
    assertThat(waits("a")).isEqualTo(due("it is due, and the next one of its tenant"));
    assertThat(waits("b")).isEqualTo(due("it is due, and 1 change of its tenant goes before it"));
    assertThat(waits("c")).isEqualTo(due("it is due, and 2 changes of its tenant go before it"));
    deliver(Outcome.APPLIED);
    assertThat(waits("a")).as("settled").isNull();
    assertThat(waits("c")).isEqualTo(due("it is due, and 1 change of its tenant goes before it"));
  }

  @Test
  void aChangeThatIsTriedAgainLaterIsAReasonAsLongAsNoOtherIsDue() {
    send(update("a", "x"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    Instant again = clock.instant().plusSeconds(9);
    ledger
        .deliveries()
        .settle(
            claimed,
            Plans.result(claimed, List.of(Plans.again(claimed.changes().get(0).seq(), again))));

    assertWait(WaitReason.RETRY, null, again);
    assertThat(tenant().message()).isEqualTo("503");
    send(update("b", "y"));
    assertWait(null, null, null);
  }

  @Test
  void aChangeWaitsForItsTimeEnqueuedOrNot() {
    Instant first = clock.instant().plus(Duration.ofDays(2));
    importFile("later.jsonl", row(1, update("a", "x", null, first)));
    send(update("b", "y", null, first.plusSeconds(1)));

    assertWait(WaitReason.NOT_BEFORE, null, first);
    assertThat(tenant()).returns(2L, TenantSummary::waiting).returns(null, TenantSummary::oldest);
  }

  private Reports.Waits waits(String changeId) {
    return ledger.reports().history(changeId).get(0).waits();
  }

  @Test
  void aChangeNamesTheOneThatBlocksIt() {
    send(update("a", "x"), update("b", "x"), update("c", "y"));
    assertThat(waits("a").blockedBy()).isNull();
    assertThat(waits("b")).isEqualTo(new Reports.Waits("a", null, null, null));
    deliver(Outcome.APPLIED);
    deliver(Outcome.APPLIED);
    assertThat(waits("a")).as("settled").isNull();
  }

  @Test
  void aChangeWaitsForItsOwnSakeOrWithItsTenant() {
    Instant later = clock.instant().plus(Duration.ofDays(1));
    send(update("a", "x", null, later), update("b", "y"));
    assertThat(waits("a")).isEqualTo(new Reports.Waits(null, WaitReason.NOT_BEFORE, null, later));

    Instant over = clock.instant().plus(WINDOW);
    park(WaitReason.NO_TOKEN, WINDOW);
    Reports.Waits forToken = new Reports.Waits(null, WaitReason.NO_TOKEN, "words", over);
    assertThat(List.of(waits("a"), waits("b"))).containsOnly(forToken);
    clock.advance(WINDOW);
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    Instant again = clock.instant().plusSeconds(5);
    ledger
        .deliveries()
        .settle(
            claimed,
            Plans.result(claimed, List.of(Plans.again(claimed.changes().get(0).seq(), again))));
    assertThat(waits("b")).isEqualTo(new Reports.Waits(null, WaitReason.RETRY, "503", again));
  }

  @Test
  void whatAPersonHasToMendIsToldBeforeWhatEndsByItself() {
    send(update("a", "x"), update("b", "y"));
    park(WaitReason.NO_TOKEN, Duration.ZERO);
    Park away = new Park(clock.instant().plus(WINDOW), WaitReason.GRAPH_AWAY, "no connection");
    clock.advance(Duration.ofMillis(1));
    settle(claimFirst().orElseThrow(), null, away, false);
    assertThat(tenant().reason()).isEqualTo(WaitReason.NO_TOKEN);

    ledger.close();
    ledger = open(RequestBudget.NONE, (account, alias) -> Optional.of("it is not configured"));
    assertThat(tenant())
        .returns(WaitReason.NOT_CONFIGURED, TenantSummary::reason)
        .returns("it is not configured", TenantSummary::message);
  }

  @Test
  void theOldestIsWhatCouldBeSentFirst() {
    Instant later = clock.instant().plus(WINDOW);
    send(
        update("failed", "x"),
        update("first", "y", null, later),
        update("second", "y", null, later));
    assertThat(deliver(Outcome.FAILED)).isEqualTo("failed");
    clock.advance(WINDOW.multipliedBy(3));
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("first");
    assertThat(tenant().oldest()).as("its time came").isEqualTo(later);
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("second");

    DeadLetterCalls.replay(ledger, null);
    assertThat(tenant().oldest()).as("put back").isEqualTo(clock.instant());
  }

  @Test
  void aTenantThatCannotBeUsedIsNamedThoughGraphIsAwayAndNoCallOfItLeaves() {
    send(update("a", "x"), update("b", "y"));
    unusable(WaitReason.NO_CREDENTIAL, "the file is not there");
    assertWait(null, null, null);
    Instant began = clock.instant();
    Park away = new Park(began.plus(WINDOW), WaitReason.GRAPH_AWAY, "no connection");
    settle(claimFirst().orElseThrow(), null, away, false);
    assertThat(tenant().reason()).isEqualTo(WaitReason.GRAPH_AWAY);

    unusable(WaitReason.NO_CREDENTIAL, "the file is not there");
    clock.advance(WINDOW);
    unusable(WaitReason.NO_CREDENTIAL, "the file is not there");
    assertWait(WaitReason.NO_CREDENTIAL, began, null);
    assertThat(tenant().message()).isEqualTo("the file is not there");
    unusable(WaitReason.NO_TOKEN, "the vault is away");
    assertWait(WaitReason.NO_TOKEN, clock.instant(), null);
    deliver(Outcome.APPLIED);
    assertWait(null, null, null);
  }

  /** Of another account, which has nothing to send, nothing is noted in the same look. */
  private void unusable(WaitReason kind, String reason) {
    Unusable why = new Unusable(kind, reason);
    ledger.deliveries().unusable(Map.of(ACCOUNT, why, "another", why));
  }

  @Test
  void theOldestIsFoundInWhicheverJobItIs() {
    Instant began = clock.instant();
    importFile("a.jsonl", row(1, update("a", "x")));
    clock.advance(WINDOW);
    send(update("c", "y"));
    clock.advance(WINDOW);
    importFile("d.jsonl", row(1, update("d", "z")));
    assertThat(tenant().oldest()).isEqualTo(began);

    assertThat(List.of(deliver(Outcome.APPLIED), deliver(Outcome.APPLIED)))
        .containsExactlyInAnyOrder("a", "c");
    assertThat(tenant().oldest()).isEqualTo(began.plus(WINDOW.multipliedBy(2)));
  }

  @Test
  void whatWaitsIsFoundByIndexes() throws SQLException {
    Assumptions.assumeTrue(database == LedgerDatabase.SQLITE);
    importFile(
        "many.jsonl",
        IntStream.rangeClosed(1, 20)
            .mapToObj(i -> row(i, update("row" + i, "x" + i % 3)))
            .toArray(ReceivedRow[]::new));
    List<String> plan = new ArrayList<>();
    ledger.close();
    try (StatementProbe probe =
        StatementProbe.open(
            (connection, statement, values) -> plan.addAll(plan(connection, statement)))) {
      ledger = open();
      probe.observe(true);
      assertThat(ledger.reports().tenants()).hasSize(1);
      probe.observe(false);
      ledger.close();
    }
    ledger = open();
    assertThat(plan)
        .filteredOn(step -> step.startsWith("SCAN"))
        .as("tenants, their jobs, what is not enqueued yet, and what is refused")
        .containsExactlyInAnyOrder(
            "SCAN r", "SCAN a", "SCAN head", "SCAN change USING INDEX change_recorded");
    assertThat(plan).filteredOn(step -> step.contains("change_due")).isNotEmpty();
  }

  private static List<String> plan(Connection connection, String statement) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery("EXPLAIN QUERY PLAN " + statement.replace("?", "0"))) {
      while (rows.next()) {
        steps.add(rows.getString("detail"));
      }
    }
    return steps;
  }
}
