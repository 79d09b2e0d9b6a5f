package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.message;
import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a ledger promises, on whatever database. */
abstract class LedgerContract {
  static final String QUEUE = "queue:connector-changes";
  static final Duration LEASE = Duration.ofSeconds(60);

  final SettableClock clock = new SettableClock();
  Ledger ledger;

  /** Opens the ledger of this test; the second time the same one. */
  abstract Ledger open(RequestBudget budget, ConfiguredAccounts accounts);

  Ledger open(RequestBudget budget) {
    return open(budget, ConfiguredAccounts.ALL);
  }

  /** Does to one row what nothing should ever do. */
  void corrupt(String statement) throws SQLException {
    assertThat(alter(statement)).isEqualTo(1);
  }

  /** Runs a statement behind the ledger's back; returns how many rows it touched. */
  abstract int alter(String statement) throws SQLException;

  Ledger open() {
    return open(RequestBudget.NONE);
  }

  @BeforeEach
  void openLedger() {
    ledger = open();
  }

  @AfterEach
  void closeLedger() {
    ledger.close();
  }

  // ---- helpers

  void send(ConnectorChange... changes) {
    for (ConnectorChange change : changes) {
      ledger.recorder().recordMessage(QUEUE, message(change));
    }
  }

  Job importFile(String name, ReceivedRow... rows) {
    Job job = ledger.recorder().openFile(file(name), false);
    ledger.recorder().record(job, List.of(rows));
    return ledger.recorder().finish(job);
  }

  Optional<Claimed<List<String>>> claimFirst() {
    return claimFirst("PATCH");
  }

  Optional<Claimed<List<String>>> claimFirst(String method) {
    return ledger.deliveries().claim("run:1", 20, Plans.first(method));
  }

  Optional<Claimed<List<String>>> claimAll() {
    return ledger.deliveries().claim("run:1", 20, Plans.all());
  }

  /** Delivers one change; returns its id. */
  String deliver(Outcome outcome) {
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, outcome))).isTrue();
    return claimed.request().get(0);
  }

  List<String> deliverAll() {
    List<String> delivered = new ArrayList<>();
    for (var claimed = claimFirst(); claimed.isPresent(); claimed = claimFirst()) {
      delivered.add(claimed.get().request().get(0));
      ledger.deliveries().settle(claimed.get(), Plans.result(claimed.get(), Outcome.APPLIED));
    }
    return delivered;
  }

  List<OutcomeRecord> outcomes() {
    return ledger.outbox().outcomes(10_000);
  }

  String state(String changeId) {
    return ledger.reports().history(changeId).get(0).state();
  }

  // ---- intake

  @Test
  void aMessageBecomesDueAndKeepsItsSecrets() {
    ConnectorChange change = Samples.create("c1", "Test API");
    send(change);
    Claimed<List<String>> claimed = claimFirst("POST").orElseThrow();
    assertThat(claimed.account()).isEqualTo(ACCOUNT);
    assertThat(claimed.leaseUntil()).isEqualTo(clock.instant().plus(LEASE));
    assertThat(claimed.changes())
        .singleElement()
        .satisfies(
            due -> {
              assertThat(due.change()).isEqualTo(change);
              assertThat(due.phase()).isEqualTo(Phase.SEND);
              assertThat(due.attempts()).isZero();
              assertThat(due.sentAt()).isNull();
              assertThat(due.replay()).isZero();
            });
    assertThat(state("c1")).isEqualTo("sending");
  }

  @Test
  void noRowOfAFileIsDueBeforeTheWholeFileIsRecorded() {
    Job job = ledger.recorder().openFile(file("a.jsonl"), false);
    ledger.recorder().record(job, List.of(row(1, update("c1", "x")), rejected(2, "c2", "{}")));
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).isEmpty();
    assertThat(outcomes()).isEmpty();
    assertThat(ledger.outbox().settledJob()).isEmpty();
    ledger.recorder().finish(job);
    assertThat(outcomes()).extracting(OutcomeRecord::changeId).containsExactly("c2");
    assertThat(ledger.deliveries().nextDue()).contains(clock.instant());
    assertThat(deliverAll()).containsExactly("c1");
  }

  @Test
  void theSameContentUnderAKnownIdIsADuplicate() {
    Job job = importFile("a.jsonl", row(1, update("c1", "x")), row(2, update("c1", "x")));
    send(update("c1", "x"));
    assertThat(ledger.reports().summary(job).counts()).containsEntry("open", 2L);
    assertThat(deliverAll()).containsExactly("c1");
    assertThat(outcomes()).hasSize(1);
    assertThat(ledger.reports().summary(job).counts())
        .containsExactly(java.util.Map.entry("applied", 2L));
    assertThat(ledger.reports().summary(job).duplicates()).isEqualTo(1);
    List<JobRow> rows = new ArrayList<>();
    ledger.reports().rows(ledger.outbox().settledJob().orElseThrow(), rows::add);
    assertThat(rows).extracting(JobRow::row).containsExactly(1, 2);
    assertThat(rows).extracting(JobRow::duplicateOf).containsExactly(null, "c1");
    assertThat(rows).extracting(r -> r.outcome().outcome()).containsOnly(Outcome.APPLIED);
    assertThat(rows)
        .extracting(r -> r.outcome().outcomeId())
        .containsOnly(outcomes().get(0).outcomeId());
  }

  @Test
  void aDuplicateOfASettledChangeHasItsOutcomeAtOnce() {
    send(update("c1", "x"));
    deliverAll();
    importFile("a.jsonl", row(1, update("c1", "x")));
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.outbox().settledJob()).map(Job::name).contains("a.jsonl");
  }

  @Test
  void aJobWaitsForTheFirstOneOfItsDuplicates() {
    send(update("c1", "x"));
    importFile("a.jsonl", row(1, update("c1", "x")));
    assertThat(ledger.outbox().settledJob()).isEmpty();
    deliverAll();
    assertThat(ledger.outbox().settledJob()).map(Job::name).contains("a.jsonl");
  }

  @Test
  void theOrderOfFieldsIsNoDifferenceAndAnyValueIs() {
    ConnectorChange change = Samples.create("c1", "A");
    ConnectorChange turned = Samples.create("c1", "A");
    turned.properties().set("displayName", turned.properties().remove("displayName"));
    ConnectorChange other = Samples.create("c1", "A", "other");
    importFile("a.jsonl", row(1, change), row(2, turned), row(3, other));
    assertThat(turned.properties().fieldNames().next()).isEqualTo("targetUrl");
    assertThat(outcomes()).extracting(OutcomeRecord::row).containsExactly(3);
  }

  @Test
  void aNudgeThatFailsDoesNotUndoACommit() {
    List<String> nudged = new ArrayList<>();
    ledger.onWork(
        () -> {
          nudged.add("failing");
          throw new IllegalStateException("planned");
        });
    send(update("c1", "x"));
    assertThat(nudged).isNotEmpty();
    assertThat(deliverAll()).containsExactly("c1");
  }

  @Test
  void finishingTwiceIsFinishingOnce() {
    Job job = importFile("a.jsonl", row(1, update("c1", "x")));
    assertThat(ledger.recorder().finish(job).state()).isEqualTo(Job.State.OPEN);
    assertThat(deliverAll()).containsExactly("c1");
    assertThatThrownBy(() -> ledger.recorder().record(job, List.of(row(2, update("c2", "x")))))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("a.jsonl is not being recorded");
  }

  @Test
  void otherContentUnderAKnownIdIsRejectedAndTheFirstOneStands() {
    importFile("a.jsonl", row(1, update("c1", "x")), row(2, update("c1", "y")));
    assertThat(outcomes())
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.outcome()).isEqualTo(Outcome.REJECTED);
              assertThat(outcome.errorCode()).isEqualTo("changeIdReused");
              assertThat(outcome.message()).startsWith("changeId reused: c1");
              assertThat(outcome.row()).isEqualTo(2);
            });
    assertThat(deliverAll()).containsExactly("c1");
  }

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
    assertThat(ledger.deadLetters().list()).hasSize(2);
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

  @Test
  void aRejectedMessageIsADeadLetterAndARejectedRowIsNot() {
    importFile("a.jsonl", rejected(1, "row", "{}"));
    assertThat(ledger.deadLetters().list()).isEmpty();
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
    ledger.outbox().deadLetterTold(letter);
    assertThat(ledger.outbox().deadLetter()).isEmpty();
    assertThat(ledger.deadLetters().list()).hasSize(1);
  }

  @Test
  void recordingGoesOnAfterTheLastCommittedRow() {
    Job job = ledger.recorder().openFile(file("a.jsonl"), true);
    FileLayout layout = new FileLayout(List.of("changeId", "target.id"), '\t', true, "\r\n");
    ledger.recorder().layout(job, layout);
    ledger.recorder().record(job, List.of(row(1, update("c1", "x")), row(4, update("c2", "x"))));
    ledger.close();
    ledger = open();
    Job again = ledger.recorder().openFile(file("a.jsonl"), true);
    assertThat(again.id()).isEqualTo(job.id());
    assertThat(again.state()).isEqualTo(Job.State.RECORDING);
    assertThat(again.rows()).isEqualTo(2);
    assertThat(again.layout()).isEqualTo(layout);
    ledger.recorder().record(again, List.of(row(4, update("c2", "x")), row(6, update("c3", "x"))));
    Job finished = ledger.recorder().finish(again);
    assertThat(finished.rows()).isEqualTo(3);
    assertThat(deliverAll()).containsExactly("c1", "c2", "c3");
    assertThat(outcomes()).hasSize(3);
  }

  @Test
  void aFileThatAnEarlierVersionOpenedHasTheLayoutOfThatVersion() throws Exception {
    Job job = ledger.recorder().openFile(file("a.csv"), true);
    assertThat(job.layout()).isEqualTo(FileLayout.standard(job.format(), List.of()));
    ledger.recorder().layout(job, new FileLayout(List.of("operation"), ';', true, "\n"));
    corrupt("UPDATE job SET separator = NULL, line_end = NULL, byte_order_mark = NULL");

    assertThat(ledger.recorder().openFile(file("a.csv"), true).layout())
        .isEqualTo(FileLayout.standard(job.format(), List.of("operation")));
  }

  @Test
  void aRecordedFileIsFoundAgainAndOneThatIsCompleteOpensANewJob() {
    Job job = importFile("a.jsonl", row(1, update("c1", "x")));
    assertThat(ledger.recorder().openFile(file("a.jsonl"), false).id()).isEqualTo(job.id());
    deliverAll();
    Job settled = ledger.outbox().settledJob().orElseThrow();
    assertThat(settled.state()).isEqualTo(Job.State.SETTLED);
    assertThat(settled.completedAt()).isEqualTo(clock.instant());
    assertThat(ledger.outbox().settledJob()).map(Job::id).contains(job.id());
    ledger.outbox().resultsWritten(settled);
    assertThat(ledger.outbox().settledJob()).isEmpty();
    assertThat(ledger.recorder().openFile(file("a.jsonl"), true).id()).isEqualTo(job.id());
    assertThat(ledger.recorder().openFile(file("a.jsonl"), false).name()).isEqualTo("a.jsonl~2");
    assertThat(ledger.recorder().openFile(file("a.jsonl", "other"), true).name())
        .isEqualTo("a.jsonl~3");
  }

  @Test
  void longNamesAreCutToFitAFolder() {
    String name = "ü".repeat(124) + ".jsonl";
    Job first = ledger.recorder().openFile(file(name), false);
    Job second = ledger.recorder().openFile(file(name, "other"), false);
    assertThat(first.name().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(240);
    assertThat(second.name()).isEqualTo(first.name() + "~2");
    assertThat(second.fileName()).isEqualTo(name);
  }

  @Test
  void aRefusedFileLeavesNothing() {
    Job job = ledger.recorder().openFile(file("a.jsonl"), false);
    ledger.recorder().record(job, List.of(row(1, update("c1", "x")), rejected(2, "c2", "{}")));
    ledger.recorder().refuse(job, "cut short");
    assertThat(ledger.reports().job("a.jsonl")).map(Job::state).contains(Job.State.REFUSED);
    assertThat(ledger.reports().history("c1")).isEmpty();
    assertThat(outcomes()).isEmpty();
    assertThat(claimFirst()).isEmpty();
    send(update("c1", "y"));
    assertThat(deliverAll()).containsExactly("c1");
  }

  @Test
  void aDuplicateOfARowThatWasRefusedBecomesAChangeOfItsOwn() {
    Job job = ledger.recorder().openFile(file("a.jsonl"), false);
    ledger.recorder().record(job, List.of(row(1, update("c1", "x"))));
    send(update("c1", "x"), update("c1", "x"));
    assertThat(claimFirst()).isEmpty();
    ledger.recorder().refuse(job, "cut short");
    assertThat(deliverAll()).containsExactly("c1");
    assertThat(ledger.reports().openChanges()).isZero();
    assertThat(ledger.reports().history("c1"))
        .extracting(Reports.History::state)
        .containsExactly("duplicate", "settled");
  }

  @Test
  void aLargeFileIsLetInInOrderAndNothingOvertakesIt() {
    List<ReceivedRow> rows =
        IntStream.rangeClosed(1, 600).mapToObj(i -> row(i, update("c" + i, "x" + i % 7))).toList();
    Job job = ledger.recorder().openFile(file("a.jsonl"), false);
    ledger.recorder().record(job, rows);
    ledger.recorder().finish(job);
    send(update("after", "x3"));
    assertThat(ledger.reports().openChanges()).isEqualTo(601);
    List<String> delivered = new ArrayList<>();
    for (var claimed = claimAll(); claimed.isPresent(); claimed = claimAll()) {
      delivered.addAll(claimed.get().request());
      ledger.deliveries().settle(claimed.get(), Plans.result(claimed.get(), Outcome.APPLIED));
    }
    assertThat(delivered).hasSize(601).doesNotHaveDuplicates();
    List<String> ofTarget =
        delivered.stream()
            .filter(id -> id.equals("after") || Integer.parseInt(id.substring(1)) % 7 == 3)
            .toList();
    List<String> expected = new ArrayList<>();
    IntStream.rangeClosed(1, 600).filter(i -> i % 7 == 3).forEach(i -> expected.add("c" + i));
    expected.add("after");
    assertThat(ofTarget).isEqualTo(expected);
  }

  // ---- lines

  @Test
  void onlyTheHeadOfALineIsDue() {
    send(update("c1", "x"), update("c2", "x"), update("c3", "y"));
    Claimed<List<String>> claimed = claimAll().orElseThrow();
    assertThat(claimed.request()).containsExactly("c1", "c3");
    assertThat(state("c2")).isEqualTo("queued");
    Instant later = clock.instant().plusSeconds(5);
    ledger
        .deliveries()
        .settle(
            claimed,
            Plans.result(
                claimed,
                List.of(
                    Plans.again(claimed.changes().get(0).seq(), later),
                    Plans.settled(claimed.changes().get(1).seq(), Outcome.APPLIED))));
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).contains(later);
    clock.advance(Duration.ofSeconds(5));
    assertThat(deliverAll()).containsExactly("c1", "c2");
  }

  @Test
  void aChangeWithATimeTakesItsPlaceWhenItHasCome() {
    Instant time = clock.instant().plusSeconds(60);
    send(update("timed", "x", null, time), update("c1", "x"));
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("c1");
    assertThat(claimFirst()).isEmpty();
    assertThat(state("timed")).isEqualTo("waiting");
    assertThat(ledger.deliveries().nextDue()).contains(time);
    clock.advance(Duration.ofSeconds(59));
    assertThat(claimFirst()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(deliverAll()).containsExactly("timed");
  }

  @Test
  void aRevisionThatIsNotAboveTheLastAppliedOneIsSuperseded() {
    send(update("r5", "x", 5L, null));
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("r5");
    send(update("r5b", "x", 5L, null), update("r4", "x", 4L, null), update("r6", "x", 6L, null));
    assertThat(deliverAll()).containsExactly("r6");
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("r5", Outcome.APPLIED),
            org.assertj.core.groups.Tuple.tuple("r5b", Outcome.SUPERSEDED),
            org.assertj.core.groups.Tuple.tuple("r4", Outcome.SUPERSEDED),
            org.assertj.core.groups.Tuple.tuple("r6", Outcome.APPLIED));
  }

  @Test
  void aFailedRevisionDoesNotCount() {
    send(update("r5", "x", 5L, null), update("r4", "x", 4L, null));
    assertThat(deliver(Outcome.FAILED)).isEqualTo("r5");
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("r4");
  }

  // ---- turns

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
            new Park(until, "throttled by Graph"),
            List.of());
    ledger.deliveries().settle(claimed, parked);
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).contains(until);
    assertThat(ledger.reports().tenants())
        .containsExactly(new Reports.TenantSummary(null, 1, 0, until, "throttled by Graph"));
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

  // ---- settling

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
    ledger.outbox().outcomesTold(outcomes());
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
        ledger
            .deliveries()
            .claim(
                "run:1",
                20,
                (due, view) ->
                    new TenantPlan<>(
                        List.of(),
                        List.of("look"),
                        List.of(
                            new Intent(
                                due.get(0).seq(), Intent.Kind.LOOKUP, "GET", "/list", "req-1"))))
            .orElseThrow();
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
                List.of(new KnownObject(ObjectKind.API_CONNECTOR, "found-1"))));
    DueChange due = claimFirst().orElseThrow().changes().get(0);
    assertThat(due.lookups()).isEqualTo(1);
    assertThat(due.resourceId()).isEqualTo("found-1");
    assertThat(due.phase()).isEqualTo(Phase.COMPLETE);
    assertThat(due.attempts()).isZero();
    clock.advance(Duration.ofSeconds(1));
    LedgerView view = ledger.deliveries().view(ACCOUNT);
    assertThat(view.knewBefore(ObjectKind.API_CONNECTOR, "found-1", view.now())).isTrue();
    assertThat(view.createdSince(ObjectKind.API_CONNECTOR, "found-1", Instant.EPOCH)).isFalse();
  }

  @Test
  void objectsThatWereCreatedAreKnown() {
    send(Samples.create("c1", "Test API"));
    long seq = claimFirst("POST").map(this::applied).orElseThrow();
    LedgerView view = ledger.deliveries().view(ACCOUNT);
    String id = "object-" + seq;
    assertThat(view.createdSince(ObjectKind.API_CONNECTOR, id, clock.instant())).isTrue();
    assertThat(view.createdSince(ObjectKind.API_CONNECTOR, id, clock.instant().plusMillis(1)))
        .isFalse();
    assertThat(view.knewBefore(ObjectKind.API_CONNECTOR, id, clock.instant())).isFalse();
    assertThat(
            ledger
                .deliveries()
                .view("other/app")
                .createdSince(ObjectKind.API_CONNECTOR, id, Instant.EPOCH))
        .isFalse();
  }

  private long applied(Claimed<List<String>> claimed) {
    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED));
    return claimed.changes().get(0).seq();
  }

  @Test
  void namesThatUnsettledChangesGiveAreKnown() {
    Job job = ledger.recorder().openFile(file("a.jsonl"), false);
    ledger.recorder().record(job, List.of(row(1, Samples.create("c0", "Recording"))));
    send(Samples.create("c1", "Test API"));
    LedgerView view = ledger.deliveries().view(ACCOUNT);
    assertThat(view.nameWillExist(ObjectKind.API_CONNECTOR, "Test API", 0)).isTrue();
    assertThat(view.nameWillExist(ObjectKind.CONNECTOR_GROUP, "Test API", 0)).isFalse();
    assertThat(view.nameWillExist(ObjectKind.API_CONNECTOR, "Recording", 0)).isFalse();
    Claimed<List<String>> claimed = claimFirst("POST").orElseThrow();
    long seq = claimed.changes().get(0).seq();
    assertThat(view.nameWillExist(ObjectKind.API_CONNECTOR, "Test API", seq)).isFalse();
    applied(claimed);
    assertThat(view.nameWillExist(ObjectKind.API_CONNECTOR, "Test API", 0)).isFalse();
  }

  // ---- leases

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
    assertThat(ledger.deliveries().takeBack(false)).isEqualTo(1);
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
    assertThat(ledger.deliveries().takeBack(false)).isZero();
    assertThat(ledger.deliveries().takeBack(true)).isEqualTo(1);
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

  // ---- dead letters

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
    assertThat(ledger.deadLetters().list())
        .containsExactly(
            new DeadLetter.Summary(
                "c1", null, "apiConnector.update", "badRequest", clock.instant(), 0));
    assertThat(ledger.deadLetters().show("c1")).map(DeadLetter::id).contains(letter.id());
  }

  @Test
  void aReplayGoesToTheEndOfItsLineAndEndsInAnOutcomeOfItsOwn() {
    Job job = importFile("a.jsonl", row(1, update("c1", "x")), row(2, update("c2", "x")));
    assertThat(deliver(Outcome.FAILED)).isEqualTo("c1");
    DeadLetters.ReplayResult result = ledger.deadLetters().replay(List.of("c1"), null, false);
    assertThat(result.replayed()).containsExactly("c1");
    assertThat(ledger.deadLetters().list()).isEmpty();
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("c2");
    Claimed<List<String>> replayed = claimFirst().orElseThrow();
    assertThat(replayed.changes().get(0).replay()).isEqualTo(1);
    assertThat(replayed.changes().get(0).phase()).isEqualTo(Phase.SEND);
    assertThat(replayed.changes().get(0).attempts()).isZero();
    ledger.deliveries().settle(replayed, Plans.result(replayed, Outcome.FAILED));
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::replay)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("c1", null),
            org.assertj.core.groups.Tuple.tuple("c2", null),
            org.assertj.core.groups.Tuple.tuple("c1", 1));
    assertThat(outcomes().get(2).graphRequests()).isEqualTo(1);
    assertThat(ledger.deadLetters().show("c1")).map(DeadLetter::name).contains("c1.1");
    assertThat(ledger.deadLetters().show("c1")).map(DeadLetter::replays).contains(1);
    assertThat(ledger.reports().summary(job).counts())
        .containsOnly(java.util.Map.entry("applied", 1L), java.util.Map.entry("failed", 1L));
  }

  @Test
  void aReplayedUnknownIsLookedForFirst() {
    send(Samples.create("c1", "Test API"));
    Claimed<List<String>> claimed = claimFirst("POST").orElseThrow();
    Instant sent = clock.instant();
    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.UNKNOWN));
    clock.advance(Duration.ofHours(1));
    ledger.deadLetters().replay(null, null, false);
    DueChange due = claimFirst("GET").orElseThrow().changes().get(0);
    assertThat(due.phase()).isEqualTo(Phase.LOOK);
    assertThat(due.sentAt()).isEqualTo(sent);
    assertThat(due.lostAt()).isEqualTo(clock.instant());
  }

  @Test
  void whatCannotBeReplayedIsNamed() {
    ledger.recorder().recordMessage(QUEUE, rejected(0, "rejected", "{}"));
    send(update("overtaken", "x"), update("later", "x"), update("other", "y"));
    assertThat(deliver(Outcome.FAILED)).isEqualTo("overtaken");
    assertThat(deliver(Outcome.FAILED)).isEqualTo("other");
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("later");
    send(update("open", "z"));
    DeadLetters.ReplayResult result =
        ledger
            .deadLetters()
            .replay(List.of("rejected", "overtaken", "later", "open", "missing"), null, false);
    assertThat(result.replayed()).isEmpty();
    assertThat(result.skipped())
        .extracting(DeadLetters.Skipped::changeId)
        .containsExactly("rejected", "overtaken", "later", "open", "missing");
    assertThat(result.skipped())
        .extracting(DeadLetters.Skipped::reason)
        .satisfiesExactly(
            r -> assertThat(r).contains("rejected"),
            r -> assertThat(r).contains("--overtaken"),
            r -> assertThat(r).contains("no open dead letter"),
            r -> assertThat(r).contains("still in delivery"),
            r -> assertThat(r).contains("no change of that id"));
    assertThat(ledger.deadLetters().replay(List.of("overtaken"), "other", true).replayed())
        .isEmpty();
    assertThat(ledger.deadLetters().replay(List.of("overtaken"), "badRequest", true).replayed())
        .containsExactly("overtaken");
    assertThat(ledger.deadLetters().replay(null, "invalid", true).skipped()).hasSize(1);
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
      ledger.outbox().deadLetterTold(letter.get());
    }
    assertThat(names).containsExactlyInAnyOrder("c1", "c1~2", "c1~3");
  }

  // ---- the rest

  @Test
  void originalsComeBackAsTheyWere() {
    ReceivedRow plain = row(1, update("c1", "x"));
    ReceivedRow withOriginal =
        new ReceivedRow(
            1,
            "c1",
            plain.change(),
            plain.operation(),
            null,
            ACCOUNT,
            null,
            "{\"a\" : 1}".getBytes(StandardCharsets.UTF_8),
            null,
            null,
            null,
            null);
    importFile("a.jsonl", withOriginal, rejected(2, "c2", "cut sh"));
    deliverAll();
    List<JobRow> rows = new ArrayList<>();
    ledger.reports().rows(ledger.outbox().settledJob().orElseThrow(), rows::add);
    assertThat(rows.get(0).original()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\" : 1}");
    assertThat(rows.get(0).changeJson()).isNotNull();
    assertThat(rows.get(1).original()).asString(StandardCharsets.UTF_8).isEqualTo("cut sh");
    assertThat(rows.get(1).changeJson()).isNull();
    assertThat(rows.get(1).outcome().outcome()).isEqualTo(Outcome.REJECTED);
  }

  @Test
  void textsThatADatabaseDoesNotLikeAreTaken() {
    send(Samples.create("c1", "nul \0 inside"), Samples.create("c2", "x".repeat(20_000)));
    assertThat(deliverAll()).containsExactly("c1", "c2");
  }

  @Test
  void commitsThatMadeWorkNudge() {
    List<String> nudges = new ArrayList<>();
    ledger.onWork(() -> nudges.add("work"));
    send(update("c1", "x"));
    assertThat(nudges).isNotEmpty();
    nudges.clear();
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    assertThat(nudges).isEmpty();
    ledger.deliveries().release(claimed);
    assertThat(nudges).hasSize(1);
    deliver(Outcome.APPLIED);
    assertThat(nudges).hasSize(2);
    assertThat(claimFirst()).isEmpty();
    assertThat(nudges).hasSize(2);
  }

  @Test
  void jobsAreListedNewestFirst() {
    importFile("a.jsonl", row(1, update("c1", "x")));
    send(update("c2", "x"));
    List<Reports.JobSummary> jobs = ledger.reports().jobs(10);
    assertThat(jobs).extracting(summary -> summary.job().name()).containsExactly(QUEUE, "a.jsonl");
    assertThat(jobs).extracting(summary -> summary.job().rows()).containsExactly(1, 1);
    assertThat(ledger.reports().jobs(1)).hasSize(1);
    assertThat(ledger.reports().tenants())
        .containsExactly(new Reports.TenantSummary(null, 2, 0, null, null));
  }

  @Test
  void itSaysThatItIsAvailable() {
    assertThat(ledger.isAvailable()).isTrue();
  }

  // ---- budget

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private void openWithBudget(int requests) {
    ledger.close();
    ledger = open(new RequestBudget(requests, WINDOW));
  }

  private void sendUpdates(int from, int to) {
    for (int i = from; i <= to; i++) {
      send(update("c" + i, "x" + i));
    }
  }

  private int sendAllThatIsFree() {
    int sent = 0;
    for (var claimed = claimAll(); claimed.isPresent(); claimed = claimAll()) {
      sent += claimed.get().intents().size();
      ledger.deliveries().settle(claimed.get(), Plans.result(claimed.get(), Outcome.APPLIED));
    }
    return sent;
  }

  @Test
  void noMoreIsSentThanTheBudgetAllows() {
    openWithBudget(30);
    sendUpdates(1, 70);

    assertThat(claimAll().orElseThrow().intents()).hasSize(20);
  }

  @Test
  void whatIsFreeIsUsedAtOnceAndNoMore() {
    openWithBudget(30);
    sendUpdates(1, 70);

    assertThat(sendAllThatIsFree()).isEqualTo(30);
    Instant free = clock.instant().plus(WINDOW).plusMillis(1);
    assertThat(ledger.deliveries().nextDue()).contains(free);
    clock.advance(WINDOW);
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(sendAllThatIsFree()).isEqualTo(30);
    clock.advance(WINDOW.plusMillis(1));
    assertThat(sendAllThatIsFree()).isEqualTo(10);
  }

  @Test
  void aSlotIsTakenUntilAWindowAfterItsAnswer() {
    openWithBudget(20);
    sendUpdates(1, 40);
    Claimed<List<String>> slow = claimAll().orElseThrow();
    clock.advance(Duration.ofSeconds(40));
    assertThat(claimAll()).isEmpty();
    ledger.deliveries().settle(slow, Plans.result(slow, Outcome.APPLIED));

    clock.advance(WINDOW);
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(claimAll()).isPresent();
  }

  @Test
  void slotsComeFreeOneAfterTheOther() {
    openWithBudget(3);
    sendUpdates(1, 9);
    for (int i = 0; i < 3; i++) {
      deliver(Outcome.APPLIED);
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofSeconds(30).plusMillis(1));
    assertThat(sendAllThatIsFree()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(20));
    assertThat(sendAllThatIsFree()).isEqualTo(2);
  }

  @Test
  void lookUpsCountAndWhatNeverLeftDoesNot() {
    openWithBudget(2);
    sendUpdates(1, 9);
    Claimed<List<String>> unsent = claimAll().orElseThrow();
    assertThat(unsent.intents()).hasSize(2);
    ledger.deliveries().release(unsent);
    Claimed<List<String>> noToken = claimAll().orElseThrow();
    assertThat(noToken.intents()).hasSize(2);
    List<AttemptResult> notSent =
        noToken.intents().stream()
            .map(i -> new AttemptResult(i.clientRequestId(), null, "noToken", "none", null, false))
            .toList();
    ledger.deliveries().settle(noToken, new ClaimResult(notSent, List.of(), null, List.of()));

    Claimed<List<String>> list = ledger.deliveries().claim("run:1", 20, Plans.list()).orElseThrow();
    ledger
        .deliveries()
        .settle(list, new ClaimResult(Plans.answers(list, 200), List.of(), null, List.of()));
    assertThat(sendAllThatIsFree()).isEqualTo(1);
  }

  @Test
  void aSlotThatWasNotUsedIsFreeAtOnce() {
    openWithBudget(2);
    sendUpdates(1, 9);
    deliver(Outcome.APPLIED);
    Claimed<List<String>> unsent = claimAll().orElseThrow();
    ledger.deliveries().release(unsent);
    Claimed<List<String>> noToken = claimAll().orElseThrow();
    AttemptResult notSent =
        new AttemptResult(
            noToken.intents().get(0).clientRequestId(), null, "noToken", "none", null, false);
    ledger
        .deliveries()
        .settle(noToken, new ClaimResult(List.of(notSent), List.of(), null, List.of()));

    assertThat(sendAllThatIsFree()).isEqualTo(1);
  }

  @Test
  void theBudgetOutlivesARestartAndACrash() {
    openWithBudget(20);
    sendUpdates(1, 40);
    Claimed<List<String>> lost = claimAll().orElseThrow();
    assertThat(lost.intents()).hasSize(20);
    openWithBudget(20);
    clock.advance(Duration.ofSeconds(10));
    assertThat(ledger.deliveries().takeBack(true)).isEqualTo(20);

    assertThat(claimAll()).isEmpty();
    clock.advance(WINDOW);
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(claimAll().orElseThrow().intents()).hasSize(20);
  }

  @Test
  void aSmallerBudgetHoldsForWhatWasSentUnderALargerOne() {
    openWithBudget(40);
    sendUpdates(1, 70);
    assertThat(sendAllThatIsFree()).isEqualTo(40);
    openWithBudget(5);
    clock.advance(WINDOW);
    assertThat(claimAll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(sendAllThatIsFree()).isEqualTo(5);
  }

  @Test
  void accountsHaveBudgetsOfTheirOwn() {
    openWithBudget(2);
    sendUpdates(1, 5);
    for (int i = 0; i < 5; i++) {
      ledger
          .recorder()
          .recordMessage(QUEUE, row(0, update("other" + i, "y" + i), null, "fabrikam/app"));
    }
    assertThat(sendAllThatIsFree()).isEqualTo(4);
  }

  @Test
  void anyWindowHoldsNoMoreThanTheBudgetWhateverIsDoneInIt() {
    long seed = 20261121;
    SplittableRandom random = new SplittableRandom(seed);
    int allowed = 7;
    openWithBudget(allowed);
    sendUpdates(1, 80);
    List<Instant> sent = new ArrayList<>();
    int next = 81;
    for (int step = 0; step < 150; step++) {
      clock.advance(Duration.ofMillis(random.nextInt(15_000)));
      if (random.nextInt(10) == 0) {
        openWithBudget(allowed);
      }
      sendUpdates(next, next);
      next++;
      claimAll().ifPresent(claimed -> leaveAndSettle(claimed, random, sent));
    }
    assertThat(sent).as("seed %d", seed).hasSizeGreaterThan(40);
    for (int i = allowed; i < sent.size(); i++) {
      assertThat(Duration.between(sent.get(i - allowed), sent.get(i)))
          .as("requests %d to %d, seed %d", i - allowed, i, seed)
          .isGreaterThanOrEqualTo(WINDOW);
    }
  }

  /** The server sees it some time after the claim, and the answer comes some time after that. */
  private void leaveAndSettle(
      Claimed<List<String>> claimed, SplittableRandom random, List<Instant> sent) {
    clock.advance(Duration.ofMillis(random.nextInt(3_000)));
    claimed.intents().forEach(intent -> sent.add(clock.instant()));
    clock.advance(Duration.ofMillis(random.nextInt(3_000)));
    if (random.nextInt(5) == 0) {
      clock.advance(LEASE);
      ledger.deliveries().takeBack(false);
    } else {
      ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED));
    }
  }
}
