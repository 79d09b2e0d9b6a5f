package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.message;
import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.graph.GraphTenant;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is recorded of messages and files. */
@OnBothDatabases
class RecordingTest extends LedgerSuite {
  @Test
  void theTraceOfAMessageIsThereWhenItIsClaimedByAnother() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    ledger.recorder().recordMessage(QUEUE, message(update("a", "x")).tracedBy(trace));
    ledger.recorder().submit("submit", message(update("b", "y")).tracedBy(trace));
    ledger.close();
    ledger = open();
    send(update("c", "z"));
    assertThat(claimAll().orElseThrow().changes())
        .extracting(DueChange::traceparent)
        .containsExactly(trace, trace, null);
  }

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
  void aSignalThatFailsDoesNotUndoACommit() {
    List<Signal> told = new ArrayList<>();
    ledger.onSignal(
        signal -> {
          told.add(signal);
          throw new IllegalStateException("planned");
        });
    send(update("c1", "x"));
    assertThat(told).isNotEmpty();
    assertThat(deliverAll()).containsExactly("c1");
  }

  @Test
  void finishingTwiceIsFinishingOnce() {
    Job job = importFile("a.jsonl", row(1, update("c1", "x")));
    assertThat(ledger.recorder().finish(job).state()).isEqualTo(Job.State.OPEN);
    assertThat(deliverAll()).containsExactly("c1");
    assertThatThrownBy(() -> ledger.recorder().record(job, List.of(row(2, update("c2", "x")))))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("a.jsonl is not being recorded");
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
  void commitsThatMadeWorkTellWhatAndTheOthersNothing() {
    List<Signal.Kind> told = new ArrayList<>();
    ledger.onSignal(signal -> told.add(signal.kind()));
    send(update("c1", "x"));
    assertThat(told).containsExactly(Signal.Kind.DUE);
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    assertThat(told).hasSize(1);
    ledger.deliveries().release(claimed);
    assertThat(told).containsExactly(Signal.Kind.DUE, Signal.Kind.DUE);
    told.clear();
    deliver(Outcome.APPLIED);
    assertThat(told).containsExactly(Signal.Kind.OUTCOMES);
    assertThat(claimFirst()).isEmpty();
    assertThat(told).hasSize(1);
  }

  @Test
  void whatBecomesDueWhileItsAccountIsLeasedIsToldWhenTheLeaseEnds() {
    send(update("c1", "x"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    List<Signal.Kind> told = new ArrayList<>();
    ledger.onSignal(signal -> told.add(signal.kind()));
    send(update("c2", "y"));
    assertThat(told).isEmpty();
    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED));
    assertThat(told).containsExactly(Signal.Kind.OUTCOMES, Signal.Kind.DUE);
  }

  @Test
  void aRetryIsToldWithItsTimeAndARowThatIsSettledAsWhatMayEndItsJob() {
    List<Signal> told = new ArrayList<>();
    importFile("a.jsonl", row(1, update("c1", "x")));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    ledger.onSignal(told::add);
    Instant later = clock.instant().plusSeconds(7);
    ledger
        .deliveries()
        .settle(
            claimed,
            Plans.result(claimed, List.of(Plans.again(claimed.changes().get(0).seq(), later))));
    assertThat(told).extracting(Signal::from).containsExactly(later);
    told.clear();
    clock.advance(Duration.ofSeconds(7));
    deliver(Outcome.FAILED);
    assertThat(told)
        .extracting(Signal::kind)
        .containsExactly(Signal.Kind.OUTCOMES, Signal.Kind.JOBS, Signal.Kind.DEAD_LETTERS);
  }

  @Test
  void aHistoryNamesTheDefaultTenant() {
    send(update("c1", "x"));
    assertThat(ledger.reports().history("c1").get(0).tenant()).isEqualTo(GraphTenant.DEFAULT);
  }

  @Test
  void jobsAreListedNewestFirst() {
    importFile("a.jsonl", row(1, update("c1", "x")));
    send(update("c2", "x"));
    List<Reports.JobSummary> jobs = ledger.reports().jobs(10);
    assertThat(jobs).extracting(summary -> summary.job().name()).containsExactly(QUEUE, "a.jsonl");
    assertThat(jobs).extracting(summary -> summary.job().rows()).containsExactly(1, 1);
    for (String done : List.of("b.jsonl", "c.jsonl")) {
      ledger.recorder().refuse(ledger.recorder().openFile(file(done), false), "cut short");
    }
    assertThat(ledger.reports().jobs(1))
        .as("the newest one, and those that are not done")
        .extracting(summary -> summary.job().name())
        .containsExactly("c.jsonl", QUEUE, "a.jsonl");
    Instant now = clock.instant();
    assertThat(ledger.reports().tenants())
        .containsExactly(
            new Reports.TenantSummary(
                Samples.ACCOUNT, null, 2, 1, 0, 0, null, null, null, null, null, now, null));
  }

  @Test
  void aFileThatIsBeingRecordedIsListedHoweverManyJobsCameAfterIt() throws SQLException {
    Job recording = ledger.recorder().openFile(file("slow.jsonl"), false);
    ledger.recorder().record(recording, List.of(row(1, update("c1", "x"))));
    Job other = ledger.recorder().openFile(file("slower.jsonl"), false);
    for (int i = 0; i < 5; i++) {
      ledger.recorder().refuse(ledger.recorder().openFile(file(i + ".jsonl"), false), "cut short");
    }

    assertThat(ledger.reports().jobs(2))
        .extracting(summary -> summary.job().name() + " " + summary.job().state())
        .containsExactly(
            "4.jsonl REFUSED", "3.jsonl REFUSED", "slower.jsonl RECORDING", "slow.jsonl RECORDING");
    assertThat(ledger.reports().jobs(1))
        .as("so many of them at most")
        .extracting(summary -> summary.job().name())
        .containsExactly("4.jsonl", other.name());
    assertThat(plansOf("'recording'", () -> ledger.reports().jobs(100)))
        .singleElement()
        .asString()
        .contains("job_recording");
  }

  @Test
  void itSaysThatItIsAvailable() {
    assertThat(ledger.isAvailable()).isTrue();
  }
}
