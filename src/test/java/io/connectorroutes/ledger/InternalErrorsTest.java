package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.ThrownFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What exceptions about one change do to it, and not to others. */
@OnBothDatabases
class InternalErrorsTest extends LedgerSuite {
  static Stream<Supplier<Throwable>> failures() {
    return Stream.of(
        IllegalStateException::new, StackOverflowError::new, () -> new ClassCastException("cast"));
  }

  /** Sends all that is due, but for that change, which it fails of. */
  private static Planner<List<String>> failingOf(String changeId, Supplier<Throwable> failure) {
    return (due, view) -> {
      if (due.stream().anyMatch(change -> change.change().changeId().equals(changeId))) {
        throwIt(failure.get());
      }
      return Plans.sending("PATCH", due);
    };
  }

  static void throwIt(Throwable failure) {
    if (failure instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) failure;
  }

  private List<String> deliverAll(Planner<List<String>> planner) {
    List<String> delivered = new ArrayList<>();
    Optional<Claimed<List<String>>> claimed = ledger.deliveries().claim("run:1", 20, planner);
    while (claimed.isPresent()) {
      delivered.addAll(claimed.get().request());
      ledger.deliveries().settle(claimed.get(), Plans.result(claimed.get(), Outcome.APPLIED));
      claimed = ledger.deliveries().claim("run:1", 20, planner);
    }
    return delivered;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aChangeThatThePlannerFailsOfHasFailedAndTheOthersAreSent(Supplier<Throwable> failure) {
    send(update("c1", "x"), update("c2", "y"), update("c3", "z"), update("c4", "y"));

    assertThat(deliverAll(failingOf("c2", failure))).containsExactlyInAnyOrder("c1", "c3", "c4");
    assertThat(outcomes())
        .filteredOn(outcome -> outcome.outcome() != Outcome.APPLIED)
        .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome, OutcomeRecord::errorCode)
        .containsExactly(tuple("c2", Outcome.FAILED, "internalError"));
    assertThat(DeadLetterCalls.open(ledger))
        .extracting(DeadLetter.Summary::changeId)
        .containsExactly("c2");
  }

  @Test
  void whatMayHaveBeenAppliedIsUnknown() {
    send(update("c1", "x"));
    assertThat(claimFirst()).isPresent();
    clock.advance(LEASE.plusSeconds(1));

    assertThat(deliverAll(failingOf("c1", StackOverflowError::new))).isEmpty();
    assertThat(outcomes())
        .extracting(OutcomeRecord::outcome, OutcomeRecord::errorCode)
        .containsExactly(tuple(Outcome.UNKNOWN, "internalError"));
  }

  @ParameterizedTest
  @CsvSource({"429, FAILED", "424, FAILED", "503, UNKNOWN", "200, UNKNOWN"})
  void whatGraphDidNotTakeHasFailed(int status, Outcome outcome) {
    send(update("c1", "x"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    long seq = claimed.changes().get(0).seq();
    ledger
        .deliveries()
        .settle(
            claimed,
            new ClaimResult(
                Plans.answers(claimed, status),
                List.of(Plans.again(seq, clock.instant())),
                null,
                List.of()));

    assertThat(deliverAll(failingOf("c1", StackOverflowError::new))).isEmpty();
    assertThat(outcomes()).extracting(OutcomeRecord::outcome).containsExactly(outcome);
  }

  @Test
  void aPlannerThatFailsOfNoneOfThemRestsAndGoesOn() {
    send(update("c1", "x"), update("c2", "y"));
    List<Integer> asked = new ArrayList<>();
    Planner<List<String>> failing =
        (due, view) -> {
          asked.add(due.size());
          if (due.size() > 1) {
            throw new IllegalStateException();
          }
          return new TenantPlan<>(List.of(), null, List.of());
        };

    for (int i = 0; i < 10; i++) {
      assertThat(ledger.deliveries().claim("run:1", 20, failing)).isEmpty();
    }
    assertThat(asked).hasSizeBetween(9, 12);
    assertThat(ledger.reports().tenants().get(0).message()).contains("IllegalStateException");
    clock.advance(Duration.ofSeconds(11));
    assertThat(deliverAll()).containsExactlyInAnyOrder("c1", "c2");
  }

  @Test
  void aLeaseThatCannotBeTakenBackKeepsNoOther() {
    Logger log = (Logger) LoggerFactory.getLogger("io.connectorroutes.ledger.claim.LeaseRecovery");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    importFile(
        "a.jsonl",
        row(1, update("c1", "x")),
        row(2, update("c2", "x"), "fabrikam", "fabrikam/app"));
    assertThat(claimFirst()).isPresent();
    assertThat(claimFirst()).isPresent();
    clock.advance(LEASE.plusSeconds(1));
    try (ThrownFaults faults = ThrownFaults.in(List.of("ledger.claim.LeaseRecovery.dueAgain"))) {
      faults.plan("ledger.claim.LeaseRecovery.dueAgain", StackOverflowError::new, "c1");

      assertThat(ledger.deliveries().recoverLeases(true)).isOne();
      assertThat(faults.fired("c1")).isOne();
      assertThat(state("c1")).isEqualTo("sending");
      assertThat(state("c2")).isEqualTo("waiting");
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .filteredOn(message -> message.contains("internal error"))
          .singleElement()
          .asString()
          .startsWith("recovering the lease of tenant default: ");
    } finally {
      log.detachAppender(lines);
    }
    assertThat(ledger.deliveries().recoverLeases(true)).isOne();
    assertThat(deliverAll()).containsExactlyInAnyOrder("c1", "c2");
  }

  @Test
  void aChangeThatCannotBeRepairedKeepsNoOther() throws Exception {
    send(update("c1", "x"), update("c2", "y"));
    corrupt("UPDATE change SET state = 'blocked', blocked_by = 998 WHERE change_id = 'c1'");
    corrupt("UPDATE change SET state = 'blocked', blocked_by = 999 WHERE change_id = 'c2'");
    try (ThrownFaults faults = ThrownFaults.in(List.of("ledger.order.Repair.repair"))) {
      faults.plan("ledger.order.Repair.repair", ClassCastException::new, " 998 ");

      ledger.deliveries().repair();

      assertThat(faults.fired(" 998 ")).isOne();
      assertThat(deliverAll()).containsExactly("c2");
    }
    ledger.deliveries().repair();
    assertThat(deliverAll()).containsExactly("c1");
  }

  @Test
  void aDeadLetterThatCannotBeReplayedKeepsNoOther() {
    send(update("c1", "x"), update("c2", "y"));
    deliver(Outcome.FAILED);
    deliver(Outcome.FAILED);
    try (ThrownFaults faults = ThrownFaults.in(List.of("ledger.outbox.Replays.replayWithin"))) {
      faults.plan("ledger.outbox.Replays.replayWithin", StackOverflowError::new, "c1");

      DeadLetterCalls.Result result = DeadLetterCalls.replay(ledger, null);

      // Among others, and by itself.
      assertThat(faults.fired("c1")).isEqualTo(2);
      assertThat(result.done()).containsExactly("c2");
      assertThat(result.skipped())
          .singleElement()
          .satisfies(
              skipped -> {
                assertThat(skipped.changeId()).isEqualTo("c1");
                assertThat(skipped.obstacle()).contains("internal error (StackOverflowError)");
              });
    }
    assertThat(deliverAll()).containsExactly("c2");
    assertThat(DeadLetterCalls.replay(ledger, null).done()).containsExactly("c1");
    assertThat(deliverAll()).containsExactly("c1");
  }

  @Test
  void aDecisionThatCannotBeAppliedKeepsNoOtherFromBeingSettled() {
    send(update("c1", "x"), update("c2", "y"), update("c3", "z"));
    Claimed<List<String>> claimed = claimAll().orElseThrow();
    List<Decision> decisions = new ArrayList<>();
    for (DueChange change : claimed.changes()) {
      Outcome outcome = change.change().changeId().equals("c2") ? null : Outcome.APPLIED;
      decisions.add(new Decision.Settle(change.seq(), outcome, null, 204, null, null, null));
    }

    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, decisions))).isTrue();
    assertThat(outcomes())
        .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome)
        .containsExactlyInAnyOrder(
            tuple("c1", Outcome.APPLIED),
            tuple("c2", Outcome.UNKNOWN),
            tuple("c3", Outcome.APPLIED));
    assertThat(deliverAll()).isEmpty();
  }
}
