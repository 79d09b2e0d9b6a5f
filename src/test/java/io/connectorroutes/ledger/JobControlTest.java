package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.testing.DeadLetterCalls;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs that a person pauses, resumes and cancels. */
@OnBothDatabases
class JobControlTest extends LedgerSuite {
  private static final String WHY = "by job pause";

  // ---- pause and resume

  @Test
  void nothingOfAPausedJobIsSentUntilItIsResumed() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")), row(2, update("a2", "y")));
    importFile("b.jsonl", row(1, update("b1", "z")), row(2, update("b2", "x")));

    assertThat(ledger.jobControl().pause(job, WHY)).isTrue();

    assertThat(deliverAll()).as("b2 waits behind a1").containsExactly("b1");
    assertThat(job("a.jsonl")).returns(Job.State.PAUSED, Job::state).returns(WHY, Job::reason);
    assertThat(state("a1")).isEqualTo("paused");
    assertThat(state("b2")).isEqualTo("blocked");
    ledger.deliveries().repair();
    assertThat(state("b2")).as("it is not blocked in vain").isEqualTo("blocked");
    ledger.close();
    ledger = open();
    assertThat(claimFirst()).as("after a restart").isEmpty();
    assertThat(ledger.reports().tenants())
        .singleElement()
        .returns(3L, Reports.TenantSummary::waiting)
        .returns(1L, Reports.TenantSummary::blocked)
        .returns(2L, Reports.TenantSummary::paused)
        .returns(WaitReason.PAUSED, Reports.TenantSummary::reason)
        .returns("job a.jsonl is paused", Reports.TenantSummary::message);

    assertThat(ledger.jobControl().resume(job)).isTrue();
    assertThat(job("a.jsonl")).returns(Job.State.OPEN, Job::state).returns(null, Job::reason);
    assertThat(deliverAll()).containsExactlyInAnyOrder("a1", "a2", "b2").startsWith("a1");
    assertThat(ledger.jobControl().resume(job)).as("once more").isFalse();
  }

  @Test
  void whatIsBeingSentIsFinishedAndWhatIsToBeSentAgainRests() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")), row(2, update("a2", "y")));
    Claimed<List<String>> claimed = claimAll().orElseThrow();
    assertThat(claimed.request()).containsExactly("a1", "a2");

    ledger.jobControl().pause(job, WHY);
    assertThat(state("a1")).isEqualTo("sending");
    Decision done = Plans.settled(claimed.changes().get(0).seq(), Outcome.APPLIED);
    Decision again = Plans.again(claimed.changes().get(1).seq(), clock.instant());
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, List.of(done, again))))
        .isTrue();

    assertThat(claimFirst()).isEmpty();
    assertThat(state("a1")).isEqualTo("settled");
    assertThat(state("a2")).isEqualTo("paused");
    ledger.jobControl().resume(job);
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("a2");
  }

  @Test
  void aCallThatLooksSomethingUpIsNotDisturbed() {
    Job paused = importFile("a.jsonl", row(1, update("a1", "x")));
    Claimed<List<String>> look = claimLook();
    ledger.jobControl().pause(paused, WHY);
    assertThat(settleAgain(look)).isTrue();
    assertThat(claimFirst()).isEmpty();
    assertThat(state("a1")).isEqualTo("paused");

    Job cancelled = importFile("b.jsonl", row(1, update("b1", "y")));
    look = claimLook();
    assertThat(ledger.jobControl().cancel(cancelled)).isZero();
    assertThat(settleAgain(look)).isTrue();
    assertThat(claimFirst()).isEmpty();
    assertThat(endOf("b1")).isEqualTo(Outcome.CANCELLED);
  }

  private Claimed<List<String>> claimLook() {
    return ledger.deliveries().claim("run:1", 20, Plans.list()).orElseThrow();
  }

  private boolean settleAgain(Claimed<List<String>> look) {
    Decision again = Plans.again(look.changes().get(0).seq(), clock.instant());
    return ledger.deliveries().settle(look, Plans.result(look, List.of(again)));
  }

  @Test
  void aFileThatIsPausedWhileItIsRecordedDoesNotStart() throws SQLException {
    Job job = ledger.recorder().openFile(Samples.file("a.jsonl"), false);
    ledger.recorder().record(job, List.of(row(1, update("a1", "x")), row(2, update("a2", "x"))));
    ledger.jobControl().pause(job, WHY);
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.RECORDING);

    assertThat(ledger.recorder().finish(job).state()).isEqualTo(Job.State.PAUSED);

    assertThat(count("state = 'paused'")).as("without a claim").isEqualTo(1);
    assertThat(claimFirst()).isEmpty();
    ledger.jobControl().resume(job);
    assertThat(deliverAll()).containsExactly("a1", "a2");
  }

  @Test
  void messagesOfAPausedQueueAreRecordedAndRest() {
    send(update("m1", "x"));
    Job queue = job(QUEUE);
    ledger.jobControl().pause(queue, WHY);
    send(update("m2", "y"));
    assertThat(claimFirst()).isEmpty();
    assertThat(state("m2")).isEqualTo("paused");
    ledger.jobControl().resume(queue);
    assertThat(deliverAll()).containsExactlyInAnyOrder("m1", "m2");
  }

  @Test
  void aJobWhoseRowsAllHaveAnOutcomeIsSettledBeforeAnybodyWritesItsResults() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")), row(2, update("a2", "y")));
    deliver(Outcome.APPLIED);
    assertThat(summary(job).job().state()).isEqualTo(Job.State.OPEN);
    deliverAll();

    assertThat(job("a.jsonl").state()).as("no worker looked at it").isEqualTo(Job.State.OPEN);
    assertThat(summary(job).job().state()).isEqualTo(Job.State.SETTLED);
    assertThat(ledger.reports().jobs(10))
        .extracting(summary -> summary.job().state())
        .containsExactly(Job.State.SETTLED);
    assertThat(ledger.jobControl().pause(job, WHY)).as("nothing is left to pause").isFalse();
    assertThat(job("a.jsonl").reason()).isNull();
  }

  @Test
  void aPauseOfAJobIsToldOfNoMoreOnceItsLastCallHasEnded() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    assertThat(ledger.jobControl().pause(job, WHY)).isTrue();
    assertThat(summary(job).job()).returns(Job.State.PAUSED, Job::state);
    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED));

    assertThat(summary(job).job())
        .returns(Job.State.SETTLED, Job::state)
        .returns(null, Job::reason);
  }

  @Test
  void aQueueIsPausedAlsoWhereNothingOfItIsOpen() {
    send(update("m1", "x"));
    deliverAll();
    assertThat(summary(job(QUEUE)).job().state()).isEqualTo(Job.State.OPEN);
    assertThat(ledger.jobControl().pause(job(QUEUE), WHY)).isTrue();
    send(update("m2", "y"));
    assertThat(claimFirst()).isEmpty();
  }

  @Test
  void whatIsWithdrawnDoesNotCountAsDelivered() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")), row(2, update("a2", "y")));
    Instant before = clock.instant().minusSeconds(1);
    deliver(Outcome.APPLIED);
    assertThat(ledger.jobControl().cancel(job)).isOne();

    assertThat(ledger.jobControl().deliveredSince(job, before)).isOne();
    assertThat(summary(job).counts()).isEqualTo(Map.of("applied", 1L, "cancelled", 1L));
  }

  private Reports.JobSummary summary(Job job) {
    return ledger.reports().summary(job(job.name()));
  }

  @Test
  void aJobThatIsDoneCannotBePaused() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")));
    deliverAll();
    ledger.outbox().resultsWritten(ledger.outbox().settledJob().orElseThrow());
    assertThat(ledger.jobControl().pause(job, WHY)).isFalse();
    assertThat(ledger.jobControl().cancel(job)).isZero();
    assertThat(job("a.jsonl").state()).isEqualTo(Job.State.COMPLETE);
  }

  @Test
  void aPauseEndsWithItsJobAndReplaysOfItAreSent() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")));
    Claimed<List<String>> last = claimFirst().orElseThrow();
    ledger.jobControl().pause(job, WHY);
    ledger.deliveries().settle(last, Plans.result(last, Outcome.FAILED));
    ledger.outbox().resultsWritten(ledger.outbox().settledJob().orElseThrow());

    DeadLetterCalls.replay(ledger, null);

    assertThat(deliverAll()).containsExactly("a1");
    assertThat(ledger.jobControl().resume(job)).as("it is not paused").isFalse();
  }

  @Test
  void aReplayThatRestsGoesOnWhenItsPausedJobEnds() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")), row(2, update("a2", "y")));
    assertThat(deliver(Outcome.FAILED)).isEqualTo("a1");
    Claimed<List<String>> last = claimFirst().orElseThrow();
    ledger.jobControl().pause(job, WHY);
    DeadLetterCalls.replay(ledger, null);
    assertThat(claimFirst()).isEmpty();
    assertThat(state("a1")).isEqualTo("paused");
    ledger.deliveries().settle(last, Plans.result(last, Outcome.APPLIED));
    assertThat(claimFirst()).isEmpty();
    List<Signal> signals = new CopyOnWriteArrayList<>();
    ledger.onSignal(signals::add);

    assertThat(ledger.outbox().settledJob()).map(Job::name).contains("a.jsonl");

    assertThat(signals).as("a worker looks").contains(Signal.any());
    assertThat(deliverAll()).containsExactly("a1");
  }

  // ---- cancel

  @Test
  void whatWasNotSentIsWithdrawnAndTheRestIsFinished() {
    Job job =
        importFile(
            "a.jsonl",
            row(1, update("sending", "x")),
            row(2, update("lost", "y")),
            row(3, update("throttled", "z")),
            row(4, update("behind", "x")),
            row(5, update("later", "w", null, clock.instant().plus(Duration.ofDays(1)))),
            Samples.rejected(6, "bad", "{}"));
    Claimed<List<String>> first = claimAll().orElseThrow();
    assertThat(first.request()).containsExactly("sending", "lost", "throttled");
    List<AttemptResult> answers = new ArrayList<>();
    for (Integer status : new Integer[] {429, null, 429}) {
      answers.add(answer(first.intents().get(answers.size()), status));
    }
    Instant now = clock.instant();
    List<Decision> decisions =
        List.of(
            again(first, 0, Phase.SEND, null, now),
            again(first, 1, Phase.SEND, now, now.plusSeconds(1)),
            again(first, 2, Phase.SEND, null, now.plusSeconds(1)));
    ledger.deliveries().settle(first, new ClaimResult(answers, decisions, null, List.of()));
    Claimed<List<String>> sending = claimAll().orElseThrow();
    assertThat(sending.request()).containsExactly("sending");

    assertThat(ledger.jobControl().cancel(job)).isEqualTo(3);

    assertThat(job("a.jsonl")).returns(Job.State.OPEN, Job::state).returns(null, Job::reason);
    assertThat(state("sending")).isEqualTo("sending");
    ledger.deliveries().settle(sending, Plans.result(sending, Outcome.APPLIED));
    clock.advance(Duration.ofSeconds(2));
    assertThat(deliverAll()).as("it may have been done").containsExactly("lost");
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome, OutcomeRecord::graphRequests)
        .containsExactlyInAnyOrder(
            tuple("bad", Outcome.REJECTED, 0),
            tuple("throttled", Outcome.CANCELLED, 1),
            tuple("behind", Outcome.CANCELLED, 0),
            tuple("later", Outcome.CANCELLED, 0),
            tuple("sending", Outcome.APPLIED, 2),
            tuple("lost", Outcome.APPLIED, 2));
    assertThat(DeadLetterCalls.open(ledger)).isEmpty();
    assertThat(ledger.outbox().settledJob()).map(Job::name).contains("a.jsonl");
    assertThat(ledger.reports().summary(job).counts())
        .containsOnly(
            Map.entry("applied", 2L), Map.entry("cancelled", 3L), Map.entry("rejected", 1L));
    assertThat(ledger.reports().openChanges()).isZero();
    assertThat(ledger.jobControl().cancel(job)).as("once more").isZero();
  }

  @Test
  void whatWorkersWithdrawMeanwhileIsCountedAsWell() throws SQLException {
    Job job =
        importFile(
            "a.jsonl",
            IntStream.rangeClosed(1, 250)
                .mapToObj(i -> row(i, update("a" + i, "x")))
                .toArray(ReceivedRow[]::new));
    Job other = importFile("b.jsonl", row(1, update("b1", "z")));
    assertThat(ledger.jobControl().cancel(other)).isOne();
    List<Long> withdrawn = new ArrayList<>();
    before(
        "FROM change WHERE (job_id, seq) > (?, ?)",
        () -> {
          try (Ledger worker = open()) {
            assertThat(worker.jobControl().step()).isTrue();
          }
        },
        () -> withdrawn.add(ledger.jobControl().cancel(job)));

    assertThat(withdrawn).containsExactly(250L);
    assertThat(summary(job).counts()).isEqualTo(Map.of("cancelled", 250L));
  }

  private static AttemptResult answer(Intent intent, Integer status) {
    return new AttemptResult(intent.clientRequestId(), status, null, null, null, true);
  }

  private static Decision again(
      Claimed<?> claimed, int index, Phase phase, Instant lostAt, Instant due) {
    return new Decision.Retry(
        claimed.changes().get(index).seq(),
        due,
        phase,
        false,
        Duration.ZERO,
        lostAt,
        null,
        false,
        "again");
  }

  @Test
  void whatIsThrottledWhileItsJobIsCancelledIsWithdrawnByItsNextClaim() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")));
    send(update("m1", "x"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    assertThat(ledger.jobControl().cancel(job)).isZero();
    ledger
        .deliveries()
        .settle(
            claimed,
            new ClaimResult(
                Plans.answers(claimed, 429),
                List.of(again(claimed, 0, Phase.SEND, null, clock.instant())),
                null,
                List.of()));
    assertThat(deliverAll()).as("behind it").containsExactly("m1");
    assertThat(endOf("a1")).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void whatWasBlockedByWithdrawnChangesGoesOn() {
    Job job =
        importFile(
            "a.jsonl",
            IntStream.rangeClosed(1, 250)
                .mapToObj(i -> row(i, update("a" + i, "x")))
                .toArray(ReceivedRow[]::new));
    importFile(
        "b.jsonl",
        IntStream.rangeClosed(1, 250)
            .mapToObj(i -> row(i, update("b" + i, i % 2 == 0 ? "x" : "y" + i)))
            .toArray(ReceivedRow[]::new));
    ledger.jobControl().pause(job, WHY);
    assertThat(ledger.jobControl().cancel(job)).as("a pause ends").isEqualTo(250);

    assertThat(deliverAll()).hasSize(250).doesNotContain("a1", "a250");
    assertThat(ledger.reports().openChanges()).isZero();
  }

  @Test
  void aPausedJobIsResumedInStepsWhoeverGoesOn() throws SQLException {
    Job job = importMany();
    ledger.jobControl().pause(job, WHY);
    assertThat(count("state = 'paused'")).as("the others are blocked").isEqualTo(406);
    // As a process leaves it that is killed behind its first commit.
    corrupt(
        "UPDATE job SET paused = 0, pause_reason = NULL, stepped_to = 0 WHERE id = " + job.id());
    assertThat(ledger.jobControl().step()).isTrue();
    assertThat(count("state = 'paused'")).as("in steps").isBetween(200L, 250L);
    assertThat(deliverAll()).as("a worker goes on").hasSize(450);
  }

  @Test
  void aCancelThatIsKilledIsGoneOnWithByAWorker() throws SQLException {
    Job job = importMany();
    corrupt(
        "UPDATE job SET cancelled_to = 9000000000000, cancelling = 1, stepped_to = 0 WHERE id = "
            + job.id());
    assertThat(job("a.jsonl").reason()).isEqualTo("it is being cancelled");
    assertThat(ledger.jobControl().step()).isTrue();
    assertThat(count("outcome = 'cancelled'")).as("in steps").isEqualTo(200);

    while (claimFirst().isPresent() || ledger.jobControl().step()) {
      assertThat(count("state = 'sending'")).isZero();
    }
    assertThat(count("outcome = 'cancelled'")).isEqualTo(450);
    assertThat(job("a.jsonl").reason()).isNull();
    assertThat(ledger.deliveries().nextDue()).as("nothing is left to do").isEmpty();
  }

  @Test
  void aFileThatIsBeingEnqueuedIsWithdrawnAsWell() throws SQLException {
    send(byName("giver-less", "N"));
    Job job = ledger.recorder().openFile(Samples.file("a.jsonl"), false);
    List<ReceivedRow> rows = new ArrayList<>();
    IntStream.rangeClosed(1, 300).forEach(i -> rows.add(row(i, update("a" + i, "x"))));
    ledger.recorder().record(job, rows);
    ledger.jobControl().cancel(job);
    assertThat(count("outcome = 'cancelled'")).as("while it is recorded").isZero();

    ledger.recorder().finish(job);
    send(update("m1", "x"));
    assertThat(deliverAll()).containsExactlyInAnyOrder("giver-less", "m1");
    assertThat(count("outcome = 'cancelled'")).isEqualTo(300);
    assertThat(count("state = 'recorded'")).isZero();
  }

  @Test
  void aPauseBehindACancelWithdrawsNothingBeforeTheFileIsWhole() throws SQLException {
    Job job = ledger.recorder().openFile(Samples.file("a.jsonl"), false);
    ledger.recorder().record(job, List.of(row(1, update("a1", "x"))));
    ledger.jobControl().cancel(job);
    ledger.jobControl().pause(job, WHY);
    assertThat(count("outcome = 'cancelled'")).as("while it is recorded").isZero();

    ledger.recorder().record(job, List.of(row(2, update("a2", "y"))));
    ledger.recorder().finish(job);
    assertThat(claimFirst()).isEmpty();
    assertThat(count("outcome = 'cancelled'")).isEqualTo(2);
  }

  @Test
  void ofAQueueIsWithdrawnWhatCameSoFar() {
    send(update("m1", "x"));
    assertThat(ledger.jobControl().cancel(job(QUEUE))).isEqualTo(1);
    send(update("m1", "x"), update("m2", "x"));
    assertThat(deliverAll()).as("its id is not used up").containsExactly("m1", "m2");
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome)
        .containsExactly(
            tuple("m1", Outcome.CANCELLED),
            tuple("m1", Outcome.APPLIED),
            tuple("m2", Outcome.APPLIED));
    assertThat(DeadLetterCalls.open(ledger)).isEmpty();
  }

  @Test
  void duplicatesOfAWithdrawnChangeHaveItsOutcome() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")));
    Job other = importFile("b.jsonl", row(1, update("a1", "x")), row(2, update("b2", "y")));
    assertThat(ledger.jobControl().cancel(other)).as("a1 is not its own").isEqualTo(1);
    assertThat(ledger.reports().summary(other).counts())
        .containsOnly(Map.entry("open", 1L), Map.entry("cancelled", 1L));

    ledger.jobControl().cancel(job);
    assertThat(ledger.reports().summary(job).counts()).containsOnly(Map.entry("cancelled", 1L));
    assertThat(ledger.reports().summary(other).counts()).containsOnly(Map.entry("cancelled", 2L));
    assertThat(claimFirst()).isEmpty();

    importFile("c.jsonl", row(1, update("a1", "x")));
    assertThat(deliverAll()).as("who sends it again wants it applied").containsExactly("a1");
  }

  @Test
  void aWithdrawnRevisionDoesNotKeepLowerOnesFromBeingSent() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x", 7L, null)));
    ledger.jobControl().cancel(job);
    send(update("m1", "x", 6L, null));
    assertThat(deliverAll()).containsExactly("m1");
    assertThat(endOf("m1")).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void aWithdrawnReplayIsADeadLetterAgain() {
    Job job = importFile("a.jsonl", row(1, update("a1", "x")), row(2, update("a2", "y")));
    deliver(Outcome.FAILED);
    DeadLetterCalls.replay(ledger, List.of("a1"));
    assertThat(DeadLetterCalls.open(ledger)).isEmpty();

    assertThat(ledger.jobControl().cancel(job)).isEqualTo(2);

    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome, OutcomeRecord::replay)
        .containsExactlyInAnyOrder(
            tuple("a1", Outcome.FAILED, null),
            tuple("a1", Outcome.CANCELLED, 1),
            tuple("a2", Outcome.CANCELLED, null));
    assertThat(ledger.reports().summary(job).counts())
        .containsOnly(Map.entry("failed", 1L), Map.entry("cancelled", 1L));
    assertThat(DeadLetterCalls.open(ledger))
        .extracting(DeadLetter.Summary::changeId)
        .containsExactly("a1");
    assertThat(DeadLetterCalls.replay(ledger, List.of("a1")).done()).containsExactly("a1");
    assertThat(deliverAll()).as("who replays it now wants it sent").containsExactly("a1");
    assertThat(outcomes()).last().returns(2, OutcomeRecord::replay);
  }

  @Test
  void aReplayOfWhatMayHaveBeenAppliedIsFinished() {
    send(Samples.create("m1", "Test API"));
    Claimed<List<String>> claimed = claimFirst("POST").orElseThrow();
    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.UNKNOWN));
    DeadLetterCalls.replay(ledger, null);
    assertThat(ledger.jobControl().cancel(job(QUEUE))).isZero();
    assertThat(deliverAll()).containsExactly("m1");
  }

  @Test
  void aLinkBehindAWithdrawnGiverLooksAgain() {
    send(enable("link", "flow", "N"));
    Job job = importFile("a.jsonl", row(1, Samples.create("giver", "N")));
    assertThat(
            ledger
                .deliveries()
                .claim(
                    "run:1",
                    20,
                    (due, view) ->
                        new TenantPlan<List<String>>(
                            List.of(nobodyNamed(due.get(0))), null, List.of())))
        .isEmpty();
    assertThat(state("link")).isEqualTo("blocked");

    ledger.jobControl().cancel(job);

    assertThat(deliverAll()).containsExactly("link");
  }

  private static Decision nobodyNamed(DueChange due) {
    return due.change().changeId().equals("link")
        ? new Decision.NobodyNamed(
            new Decision.Settle(due.seq(), Outcome.FAILED, null, null, "nameNotFound", "", null))
        : Plans.again(due.seq(), Instant.parse("2999-01-01T00:00:00Z"));
  }

  private static ConnectorChange enable(String changeId, String flow, String name) {
    ConnectorChange change =
        to(
            new Target(null, null, null, flow, "postFederationSignup", null),
            Samples.of(Operation.USER_FLOW_ENABLE_API_CONNECTOR, changeId, Target.NONE));
    ObjectNode connector = change.properties().putObject("apiConnector");
    connector.put("displayName", name);
    return change;
  }

  // ---- deletes

  @Test
  void theDeletesOfAJobAreCounted() {
    Job job = ledger.recorder().openFile(Samples.file("a.jsonl"), false);
    ledger
        .recorder()
        .record(
            job,
            List.of(
                row(1, delete("d1", Operation.API_CONNECTOR_DELETE)),
                row(2, delete("d2", Operation.CONNECTOR_GROUP_DELETE)),
                row(3, delete("d1", Operation.API_CONNECTOR_DELETE)),
                row(4, update("u1", "x"))));
    assertThat(ledger.jobControl().deletes(job)).isEqualTo(2);
  }

  private static ConnectorChange delete(String changeId, Operation operation) {
    return Samples.of(operation, changeId, Target.ofId("x"));
  }

  // ---- what tests share

  private static ConnectorChange byName(String changeId, String name) {
    return to(new Target(null, name, null, null, null, null), update(changeId, "-"));
  }

  private static ConnectorChange to(Target target, ConnectorChange change) {
    return new ConnectorChange(
        change.changeId(), change.operation(), null, target, change.properties(), null, null);
  }

  /** 450 rows of two tenants, every tenth behind another one. */
  private Job importMany() {
    return importFile(
        "a.jsonl",
        IntStream.rangeClosed(1, 450)
            .mapToObj(
                i ->
                    row(
                        i,
                        update("a" + i, "x" + (i % 10 == 0 ? 1 : i)),
                        null,
                        i % 2 == 0 ? ACCOUNT : "fabrikam/app"))
            .toArray(ReceivedRow[]::new));
  }

  private Job job(String name) {
    return ledger.reports().job(name).orElseThrow();
  }

  private Outcome endOf(String changeId) {
    List<OutcomeRecord> all = ledger.reports().history(changeId).get(0).outcomes();
    return all.get(all.size() - 1).outcome();
  }

  private long count(String condition) throws SQLException {
    try (var connection = connection();
        var sql = connection.createStatement();
        var rows = sql.executeQuery("SELECT COUNT(*) FROM change WHERE " + condition)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
