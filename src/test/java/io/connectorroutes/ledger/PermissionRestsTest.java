package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.PermissionAnswer.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What rests after Graph refused it many times in a row for want of a permission. */
@OnBothDatabases
class PermissionRestsTest extends LedgerSuite {
  private static final GraphTenant CONTOSO = new GraphTenant(null, "contoso", "app");
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  @Override
  LedgerSettings adapted(LedgerSettings plain) {
    return plain.withPauseAfter(3);
  }

  private void reopen(int pauseAfter) {
    ledger.close();
    settings = settings.withPauseAfter(pauseAfter);
    ledger = open();
  }

  private static ConnectorChange unlink(String changeId) {
    Target step = new Target(null, null, null, "flow-" + changeId, "postFederationSignup", null);
    return Samples.of(Operation.USER_FLOW_DISABLE_API_CONNECTOR, changeId, step);
  }

  private static ConnectorChange link(String changeId, String field) {
    Target step = new Target(null, null, null, "flow-" + changeId, "postFederationSignup", null);
    ConnectorChange change = Samples.of(Operation.USER_FLOW_ENABLE_API_CONNECTOR, changeId, step);
    change.properties().putObject("apiConnector").put(field, "x-" + changeId);
    return change;
  }

  private void sendUpdates(int count) {
    send(
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> update("api" + i, "x" + i))
            .toArray(ConnectorChange[]::new));
  }

  /** Answers to the first due changes, one claim each; refused ones end as failed. */
  private void answer(Kind... kinds) {
    for (Kind kind : kinds) {
      Claimed<List<String>> claimed = claimFirst().orElseThrow();
      settle(claimed, Plans.settled(seq(claimed), outcome(kind)), kind);
    }
  }

  private static Outcome outcome(Kind kind) {
    return kind == Kind.GRANTED ? Outcome.APPLIED : Outcome.FAILED;
  }

  private static long seq(Claimed<?> claimed) {
    return claimed.changes().get(0).seq();
  }

  private void settle(Claimed<?> claimed, Decision decision, Kind... kinds) {
    Permission permission = Permission.of(claimed.changes().get(0).change().operation().kind());
    ClaimResult result =
        new ClaimResult(
            Plans.answers(claimed, 403),
            List.of(decision),
            null,
            List.of(),
            null,
            Arrays.stream(kinds).map(kind -> new PermissionAnswer(permission, kind)).toList());
    assertThat(ledger.deliveries().settle(claimed, result)).isTrue();
  }

  /** The one change that tries it is refused again. */
  private Claimed<List<String>> tryInVain(Kind kind) {
    Claimed<List<String>> tries = claimAll().orElseThrow();
    putBack(tries, kind);
    return tries;
  }

  private void putBack(Claimed<?> tries, Kind kind) {
    settle(
        tries,
        new Decision.Retry(
            seq(tries),
            clock.instant(),
            Phase.SEND,
            false,
            Duration.ZERO,
            null,
            null,
            false,
            "Forbidden"),
        kind);
  }

  @Test
  void afterSoManyRefusalsInARowWhatNeedsThatPermissionRestsForAllWorkersAndNothingElse() {
    sendUpdates(5);
    Instant since = clock.instant();
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    assertThat(claimAll()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).contains(since.plus(FIVE_MINUTES));
    assertThat(ledger.pauses().rests())
        .containsExactly(
            new TenantPauses.Rest(
                Samples.ACCOUNT,
                null,
                Permission.API_CONNECTORS,
                since,
                since.plus(FIVE_MINUTES),
                2));

    Reports.TenantSummary summary = ledger.reports().tenants().get(0);
    assertThat(summary.reason()).isEqualTo(WaitReason.REFUSED);
    assertThat(summary.since()).isEqualTo(since);
    assertThat(summary.nextAt()).isEqualTo(since.plus(FIVE_MINUTES));
    assertThat(summary.message()).contains("APIConnectors.ReadWrite.All", "tenant resume default");

    send(unlink("flow1"));
    assertThat(waits("api4"))
        .isEqualTo(
            new Reports.Waits(
                null, WaitReason.REFUSED, summary.message(), since.plus(FIVE_MINUTES)));
    assertThat(waits("flow1").reason()).isNull();
    ledger.recorder().recordMessage(QUEUE, row(0, update("other", "x4"), "b", "b/1"));
    try (Ledger second = open()) {
      assertThat(claimAll(second)).contains(List.of("other"));
      assertThat(claimAll(second)).contains(List.of("flow1"));
      assertThat(claimAll(second)).isEmpty();
    }
    assertThat(state("api4")).isEqualTo("waiting");
  }

  private Reports.Waits waits(String changeId) {
    return ledger.reports().history(changeId).get(0).waits();
  }

  private static Optional<List<String>> claimAll(Ledger of) {
    return of.deliveries().claim("run:2", 20, Plans.all()).map(Claimed::request);
  }

  @Test
  void anotherAnswerInBetweenBeginsTheCountAnewAndOneThatTellsNothingDoesNot() {
    sendUpdates(8);
    answer(Kind.REFUSED, Kind.REFUSED, Kind.GRANTED, Kind.REFUSED, Kind.REFUSED, Kind.UNKNOWN);
    assertThat(ledger.pauses().rests()).isEmpty();
    answer(Kind.REFUSED);
    assertThat(claimAll()).isEmpty();
    assertThat(ledger.pauses().rests()).hasSize(1);
  }

  @Test
  void theAnswersOfABatchCountOneByOneInItsOrder() {
    sendUpdates(6);
    Claimed<List<String>> batch = claimAll().orElseThrow();
    assertThat(batch.changes()).hasSize(6);
    settle(
        batch,
        Plans.again(seq(batch), clock.instant()),
        Kind.REFUSED,
        Kind.REFUSED,
        Kind.REFUSED,
        Kind.GRANTED,
        Kind.REFUSED,
        Kind.REFUSED);
    assertThat(ledger.pauses().rests()).isEmpty();
    answer(Kind.REFUSED);
    assertThat(claimAll()).isEmpty();
  }

  @Test
  void everyFiveMinutesOneChangeTriesItAloneAndWaitsOnWhereItIsRefusedAgain() {
    sendUpdates(5);
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    reopen(3);
    clock.advance(FIVE_MINUTES.minusMillis(1));
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    send(unlink("flow1"));
    Claimed<List<String>> tries = tryInVain(Kind.REFUSED);
    assertThat(tries.request()).containsExactly("api4");
    assertThat(tries.changes().get(0).tried()).containsExactly(Permission.API_CONNECTORS);

    assertThat(deliverAll()).containsExactly("flow1");
    assertThat(ledger.deliveries().nextDue()).contains(clock.instant().plus(FIVE_MINUTES));
    clock.advance(FIVE_MINUTES);
    Claimed<List<String>> again = claimAll().orElseThrow();
    assertThat(again.request()).containsExactly("api4");
    assertThat(again.changes().get(0).attempts()).isZero();

    settle(again, Plans.settled(seq(again), Outcome.APPLIED), Kind.GRANTED);
    assertThat(ledger.pauses().rests()).isEmpty();
    assertThat(claimAll().orElseThrow().changes())
        .singleElement()
        .satisfies(change -> assertThat(change.tried()).isEmpty());
  }

  @Test
  void anAnswerThatTellsNothingIsFollowedByTheNextTryFiveMinutesLater() {
    sendUpdates(5);
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    clock.advance(FIVE_MINUTES);
    tryInVain(Kind.UNKNOWN);
    assertThat(claimAll()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).contains(clock.instant().plus(FIVE_MINUTES));
  }

  /** As after a page of a list: the change's own request is still to come. */
  @Test
  void aTryGoesOnWhereItsLookUpWasAnswered() {
    sendUpdates(5);
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    clock.advance(FIVE_MINUTES);
    Claimed<List<String>> look = ledger.deliveries().claim("run:1", 20, Plans.list()).orElseThrow();
    ledger
        .deliveries()
        .settle(look, new ClaimResult(Plans.answers(look, 200), List.of(), null, List.of()));
    assertThat(claimAll().orElseThrow().request()).containsExactly("api4");
  }

  @Test
  void aTryThatSendsNothingHoldsUpNothingElse() {
    sendUpdates(5);
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    clock.advance(FIVE_MINUTES);
    send(unlink("flow1"));
    Optional<Claimed<List<String>>> claimed =
        ledger
            .deliveries()
            .claim(
                "run:1",
                20,
                (due, view) ->
                    due.get(0).tried().isEmpty()
                        ? Plans.sending("PUT", due)
                        : new TenantPlan<>(List.of(), null, List.of()));
    Claimed<List<String>> next = claimed.or(() -> claimAll()).orElseThrow();
    assertThat(next.request()).containsExactly("flow1");
  }

  @Test
  void aUserFlowsConnectorThatIsGivenByNameNeedsBothPermissions() {
    sendUpdates(4);
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    send(link("by-id", "id"), link("by-name", "displayName"));
    assertThat(deliverAll()).containsExactly("by-id");
    assertThat(waits("by-name").reason()).isEqualTo(WaitReason.REFUSED);

    clock.advance(FIVE_MINUTES);
    assertThat(waits("by-name")).returns(WaitReason.REFUSED, Reports.Waits::reason);
    assertThat(waits("by-name").nextAt()).as("it is tried now").isNull();
    Claimed<List<String>> tries = claimAll().orElseThrow();
    assertThat(tries.request()).as("what needs the fewest").containsExactly("api4");
    settle(tries, Plans.settled(seq(tries), Outcome.FAILED), Kind.REFUSED);
    assertThat(ledger.pauses().rests()).extracting(TenantPauses.Rest::waiting).containsExactly(1L);
    clock.advance(FIVE_MINUTES);
    assertThat(claimAll().orElseThrow().changes())
        .singleElement()
        .satisfies(
            change -> assertThat(change.tried()).isEqualTo(Set.of(Permission.API_CONNECTORS)));
  }

  @Test
  void whatIsResumedByAPersonGoesOnAtOnce() {
    sendUpdates(5);
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    assertThat(ledger.pauses().resume(CONTOSO))
        .isEqualTo(new TenantPauses.Resumed(null, List.of(Permission.API_CONNECTORS)));
    assertThat(ledger.pauses().rests()).isEmpty();
    answer(Kind.REFUSED);
    assertThat(claimFirst()).as("counted anew").isPresent();
  }

  @Test
  void withZeroNothingRestsAndWhatRestedGoesOn() {
    sendUpdates(8);
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    reopen(0);
    ledger.deliveries().repair();
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    assertThat(ledger.pauses().rests()).isEmpty();
    assertThat(claimAll()).isPresent();
  }

  @Test
  void withZeroWhatAnotherWorkerLetRestGoesOnAfterTheFirstAnswer() {
    sendUpdates(6);
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    reopen(0);
    clock.advance(FIVE_MINUTES);
    tryInVain(Kind.REFUSED);
    assertThat(ledger.pauses().rests()).isEmpty();
    assertThat(claimAll().orElseThrow().request()).containsExactly("api4", "api5", "api6");
  }

  @Test
  void whatIsLeftOfAJobIsAtRestWhereNothingOfItCanGoOn() {
    Job job =
        importFile(
            "rows.jsonl",
            row(1, update("api1", "x1")),
            row(2, update("api2", "x2")),
            row(3, update("api3", "x3")),
            row(4, update("api4", "x4")),
            row(5, update("behind", "x4")),
            row(6, unlink("flow1")));
    answer(Kind.REFUSED, Kind.REFUSED);
    assertThat(isAllAtRest(job)).isFalse();
    answer(Kind.REFUSED);
    assertThat(isAllAtRest(job)).as("flow1 can go on").isFalse();
    Claimed<List<String>> flow = claimFirst().orElseThrow();
    assertThat(isAllAtRest(job)).as("flow1 is under way").isFalse();
    ledger.deliveries().settle(flow, Plans.result(flow, Outcome.APPLIED));
    assertThat(state("behind")).isEqualTo("blocked");
    assertThat(isAllAtRest(job)).isTrue();
    clock.advance(FIVE_MINUTES);
    assertThat(isAllAtRest(job)).as("it is to be tried").isFalse();
  }

  /** Each row has its outcome; some of them wait once more. */
  @Test
  void whatIsReplayedOfAJobIsAtRestWhereNothingOfItCanGoOn() {
    Job job =
        importFile(
            "rows.jsonl",
            row(1, update("api1", "x1")),
            row(2, update("behind", "x1")),
            row(3, unlink("flow1")),
            row(4, unlink("flow2")));
    IntStream.range(0, 4).forEach(i -> deliver(Outcome.FAILED));
    assertThat(ledger.outbox().settledJob()).isPresent();
    sendRefused();
    replay(RequestBudget.NONE, "api1", "behind", "flow1");
    assertThat(isAllAtRest(job)).as("flow1 can go on").isFalse();
    Claimed<List<String>> flow = claimFirst().orElseThrow();
    assertThat(flow.request()).containsExactly("flow1");
    assertThat(isAllAtRest(job)).as("flow1 is under way").isFalse();
    ledger.deliveries().settle(flow, Plans.result(flow, Outcome.APPLIED));
    assertThat(state("behind")).isEqualTo("blocked");
    assertThat(isAllAtRest(job)).isTrue();

    send(unlink("other"));
    assertThat(isAllAtRest(job)).as("what blocks one of them may go on").isFalse();
    assertThat(deliverAll()).containsExactly("other");
    assertThat(isAllAtRest(job)).isTrue();

    Duration day = Duration.ofDays(1);
    clock.advance(Duration.ofSeconds(1));
    replay(new RequestBudget(1, day), "flow2");
    assertThat(isAllAtRest(job)).as("flow2 is to be enqueued").isFalse();
    assertThat(deliverAll()).containsExactly("flow2");
    assertThat(isAllAtRest(job)).isTrue();
    clock.advance(FIVE_MINUTES);
    assertThat(isAllAtRest(job)).as("it is to be tried").isFalse();
  }

  @Test
  void aReplayThatIsForLaterIsWaitedFor() {
    Job job = importFile("rows.jsonl", row(1, unlink("flow1")), row(2, unlink("flow2")));
    IntStream.range(0, 2).forEach(i -> deliver(Outcome.FAILED));
    sendRefused();
    replay(new RequestBudget(1, Duration.ofDays(1)), "flow1", "flow2");
    assertThat(deliverAll()).hasSize(1);
    assertThat(isAllAtRest(job)).isFalse();
  }

  /** What else waits in the account goes on, and holds up nothing of the job. */
  @Test
  void whatRestsOfAJobIsAtRestBesideOtherJobs() {
    Job job = importFile("rows.jsonl", row(1, update("api1", "x1")));
    deliver(Outcome.FAILED);
    sendRefused();
    replay(RequestBudget.NONE, "api1");
    send(unlink("other"));
    assertThat(isAllAtRest(job)).isTrue();
  }

  private void sendRefused() {
    send(update("o1", "o1"), update("o2", "o2"), update("o3", "o3"));
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
  }

  private void replay(RequestBudget pace, String... changeIds) {
    List<DeadLetters.Handled> handled = new ArrayList<>();
    ledger
        .deadLetters()
        .replay(
            new DeadLetters.Selection(List.of(changeIds), DeadLetters.Filter.ALL),
            new DeadLetters.ReplayMode(false, pace, false),
            handled::add);
    assertThat(handled).hasSameSizeAs(changeIds).allMatch(DeadLetters.Handled::isDone);
  }

  private boolean isAllAtRest(Job job) {
    return ledger.pauses().isAllAtRest(Samples.ACCOUNT, List.of(job));
  }

  @Test
  void whatTriedInVainIsWithdrawnWithItsJob() {
    Job job = importFive();
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    clock.advance(FIVE_MINUTES);
    assertThat(tryInVain(Kind.REFUSED).request()).containsExactly("api4");
    assertThat(ledger.jobControl().cancel(job)).isEqualTo(2);
    assertThat(ledger.reports().summary(job).counts()).containsEntry("cancelled", 2L);
    String withdrawn = "withdrawn by job cancel before it was applied";
    assertThat(outcomes())
        .filteredOn(outcome -> outcome.outcome() == Outcome.CANCELLED)
        .as("one of them was sent, in vain")
        .extracting(OutcomeRecord::attempts, OutcomeRecord::message)
        .containsExactlyInAnyOrder(tuple(1, withdrawn), tuple(0, withdrawn));
    assertThat(ledger.outbox().settledJob()).isPresent();
  }

  @Test
  void whatTriesInVainWhileItsJobIsCancelledIsWithdrawnByItsNextClaim() {
    Job job = importFive();
    answer(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED);
    clock.advance(FIVE_MINUTES);
    Claimed<List<String>> tries = claimAll().orElseThrow();
    assertThat(ledger.jobControl().cancel(job)).as("api5").isEqualTo(1);
    putBack(tries, Kind.REFUSED);
    clock.advance(FIVE_MINUTES);
    assertThat(claimAll()).isEmpty();
    assertThat(ledger.reports().summary(job).counts()).containsEntry("cancelled", 2L);
  }

  private Job importFive() {
    return importFile(
        "rows.jsonl",
        IntStream.rangeClosed(1, 5)
            .mapToObj(i -> row(i, update("api" + i, "x" + i)))
            .toArray(ReceivedRow[]::new));
  }

  @Test
  void aPausedTenantSendsNothingUntilItIsResumed() {
    GraphTenant b = new GraphTenant("b", "b", "1");
    assertThat(ledger.pauses().pause(b)).as("before its first change").isEmpty();
    Instant since = clock.instant();
    clock.advance(Duration.ofSeconds(1));
    assertThat(ledger.pauses().pause(b)).contains(since);
    ledger.recorder().recordMessage(QUEUE, row(0, update("b1", "x"), "b", "b/1"));
    reopen(3);
    assertThat(claimAll()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).isEmpty();
    assertThat(ledger.pauses().paused())
        .containsExactly(new TenantPauses.Paused("b/1", "b", since));
    Reports.TenantSummary summary = ledger.reports().tenants().get(0);
    assertThat(summary.reason()).isEqualTo(WaitReason.PAUSED);
    assertThat(summary.since()).isEqualTo(since);
    assertThat(summary.paused()).isEqualTo(summary.waiting()).isEqualTo(1);
    assertThat(summary.message()).contains("tenant resume b");
    sendUpdates(1);
    assertThat(deliverAll()).containsExactly("api1");

    assertThat(ledger.pauses().resume(b)).isEqualTo(new TenantPauses.Resumed(since, List.of()));
    assertThat(ledger.pauses().paused()).isEmpty();
    assertThat(deliverAll()).containsExactly("b1");
  }

  @Test
  void whatIsUnderWayWhenItsTenantIsPausedIsFinished() {
    sendUpdates(2);
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    ledger.pauses().pause(CONTOSO);
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED)))
        .isTrue();
    assertThat(claimFirst()).isEmpty();
  }
}
