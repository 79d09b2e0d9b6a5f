package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes record the same file at the same time: both read all of its rows. */
@OnBothDatabases
class TwoRecordingsTest extends LedgerSuite {
  private static final String NAME = "a.jsonl";

  private Ledger second;
  private Job ours;
  private Job theirs;

  @BeforeEach
  void openTwice() {
    second = open();
    ours = ledger.recorder().openFile(file(NAME), false);
    theirs = second.recorder().openFile(file(NAME), false);
    assertThat(theirs.id()).isEqualTo(ours.id());
  }

  @AfterEach
  void closeSecond() {
    second.close();
  }

  private static List<ReceivedRow> rows(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> row(i, update("c" + i, "x"))).toList();
  }

  @Test
  void eachRowIsRecordedOnceWhereBothRecord() {
    ledger.recorder().record(ours, rows(1, 2));
    second.recorder().record(theirs, rows(1, 3));
    ledger.recorder().record(ours, rows(3, 4));
    second.recorder().record(theirs, rows(4, 5));
    ledger.recorder().record(ours, rows(5, 6));
    second.recorder().record(theirs, rows(6, 6));

    assertThat(ledger.recorder().finish(ours).rows()).isEqualTo(6);
    assertThat(second.recorder().finish(theirs).rows()).isEqualTo(6);
    assertThat(deliverAll()).containsExactly("c1", "c2", "c3", "c4", "c5", "c6");
  }

  @Test
  void whoIsSlowerGoesOnWithTheJobThatTheOtherHasEnded() {
    ledger.recorder().record(ours, rows(1, 4));
    ledger.recorder().finish(ours);

    second.recorder().record(theirs, rows(1, 2));
    second.recorder().record(theirs, rows(3, 4));
    assertThat(second.recorder().finish(theirs).state()).isEqualTo(Job.State.OPEN);
    assertThat(deliverAll()).containsExactly("c1", "c2", "c3", "c4");
    assertThat(ledger.outbox().settledJob()).isPresent();
    second.recorder().record(theirs, rows(3, 4));
    assertThat(second.recorder().finish(theirs))
        .returns(Job.State.SETTLED, Job::state)
        .returns(4, Job::rows);
  }

  @Test
  void whoHasNoRowLeftToRecordRecordsNone() {
    second.recorder().record(theirs, List.of());
    ledger.recorder().record(ours, rows(1, 1));
    ledger.recorder().finish(ours);

    second.recorder().record(theirs, List.of());

    assertThat(second.recorder().finish(theirs).rows()).isOne();
  }

  @Test
  void whoIsSlowerIsToldThatTheOtherHasDroppedWhatWasRecorded() {
    ledger.recorder().record(ours, rows(1, 2));
    ledger.recorder().refuse(ours, "cut short");

    assertDropped(() -> second.recorder().record(theirs, rows(1, 500)));
    assertDropped(() -> second.recorder().finish(theirs));
    second.recorder().refuse(theirs, "cut short as well");
    assertThat(second.reports().job(NAME))
        .hasValueSatisfying(job -> assertThat(job.reason()).isEqualTo("cut short"));
  }

  private static void assertDropped(ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOf(JobDroppedException.class)
        .hasMessage("what was recorded of a.jsonl was dropped meanwhile: cut short");
  }

  @Test
  void nobodyDropsWhatTheOtherHasEnded() {
    ledger.recorder().record(ours, rows(1, 2));
    ledger.recorder().finish(ours);

    second.recorder().refuse(theirs, "it was written to");

    assertThat(deliverAll()).containsExactly("c1", "c2");
  }
}
