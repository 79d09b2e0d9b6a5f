package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.DeadLetterCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is kept of settled changes, and what is not. */
@OnBothDatabases
class RetentionTest extends LedgerSuite {
  private static final Duration KEEP = Duration.ofDays(30);

  private void prune() {
    OptionalLong next = OptionalLong.of(0);
    while (next.isPresent()) {
      next = ledger.retention().prune(KEEP, next.getAsLong());
    }
  }

  private void tellAll() {
    ledger.outbox().outcomesPublished(outcomes());
    for (var letter = ledger.outbox().deadLetter();
        letter.isPresent();
        letter = ledger.outbox().deadLetter()) {
      ledger.outbox().deadLetterPublished(letter.get());
    }
    for (var job = ledger.outbox().settledJob();
        job.isPresent();
        job = ledger.outbox().settledJob()) {
      ledger.outbox().resultsWritten(job.get());
    }
  }

  private boolean isKept(String changeId) {
    return !ledger.reports().history(changeId).isEmpty();
  }

  @Test
  void whatWasSettledLongAgoGoesAndWhatWaitsStays() {
    send(update("old", "a"));
    deliver(Outcome.APPLIED);
    send(update("waits", "b"));
    tellAll();
    clock.advance(KEEP.minusSeconds(1));
    prune();
    assertThat(isKept("old")).isTrue();

    clock.advance(Duration.ofSeconds(2));
    prune();
    assertThat(isKept("old")).isFalse();
    assertThat(ledger.recorder().known(List.of(row(1, update("old", "a")))))
        .isEqualTo(Map.of(0, new KnownChange(null, Outcome.APPLIED, true)));
    assertThat(isKept("waits")).isTrue();
    assertThat(deliverAll()).containsExactly("waits");
    // Settled just now, however long ago it came in.
    tellAll();
    prune();
    assertThat(isKept("waits")).isTrue();
  }

  @Test
  void whatIsStillToBePublishedAndOpenDeadLettersStay() {
    send(update("told", "a"), update("unpublished", "b"), update("dead", "c"));
    deliver(Outcome.APPLIED);
    ledger.outbox().outcomesPublished(outcomes());
    deliver(Outcome.APPLIED);
    List<OutcomeRecord> unpublished = outcomes();
    deliver(Outcome.FAILED);
    List<OutcomeRecord> rest = new ArrayList<>(outcomes());
    rest.removeAll(unpublished);
    ledger.outbox().outcomesPublished(rest);
    ledger.outbox().deadLetterPublished(ledger.outbox().deadLetter().orElseThrow());
    clock.advance(KEEP.plusSeconds(1));
    prune();
    assertThat(isKept("told")).isFalse();
    assertThat(isKept("unpublished")).isTrue();
    assertThat(isKept("dead")).isTrue();
    assertThat(outcomes()).isEqualTo(unpublished);
    assertThat(DeadLetterCalls.open(ledger)).hasSize(1);
  }

  @Test
  void anIdIsRememberedWhenItsChangeIsGone() {
    send(update("c1", "a"));
    deliver(Outcome.APPLIED);
    tellAll();
    clock.advance(KEEP.plusSeconds(1));
    prune();
    assertThat(isKept("c1")).isFalse();

    Job again = importFile("again.jsonl", row(1, update("c1", "a")), row(2, update("c2", "a")));
    assertThat(deliverAll()).containsExactly("c2");
    Reports.JobSummary summary = ledger.reports().summary(again);
    assertThat(summary.counts()).containsOnly(Map.entry("applied", 2L));
    assertThat(summary.duplicates()).isEqualTo(1);
    List<JobRow> rows = new ArrayList<>();
    ledger.reports().rows(again, rows::add);
    assertThat(rows).extracting(JobRow::duplicateOf).containsExactly("c1", null);
    assertThat(outcomes()).extracting(OutcomeRecord::changeId).containsExactly("c2");
    // And with other content it is still refused.
    send(update("c1", "other"));
    assertThat(outcomes())
        .extracting(OutcomeRecord::outcome)
        .containsExactly(Outcome.APPLIED, Outcome.REJECTED);
  }

  @Test
  void aJobWithoutItsResultFilesKeepsItsRowsAndThoseItRefersTo() {
    send(update("first", "a"));
    deliver(Outcome.APPLIED);
    tellAll();
    Job job = importFile("j.jsonl", row(1, update("first", "a")), row(2, update("own", "b")));
    clock.advance(KEEP.plusSeconds(1));
    prune();
    assertThat(isKept("first")).isTrue();
    deliverAll();
    List<JobRow> rows = new ArrayList<>();
    ledger.reports().rows(job, rows::add);
    assertThat(rows).hasSize(2);

    tellAll();
    clock.advance(KEEP.plusSeconds(1));
    prune();
    prune();
    assertThat(isKept("first")).isFalse();
    assertThat(isKept("own")).isFalse();
  }

  @Test
  void manyStepsGoThroughAll() {
    for (int i = 0; i < 450; i++) {
      send(update("c" + i, "id" + i));
    }
    while (claimAndApply()) {
      tellAll();
    }
    tellAll();
    send(update("new", "a"));
    clock.advance(KEEP.plusSeconds(1));
    OptionalLong next = ledger.retention().prune(KEEP, 0);
    assertThat(next).hasValue(200);
    assertThat(isKept("c199")).isFalse();
    assertThat(isKept("c200")).isTrue();
    prune();
    assertThat(isKept("c449")).isFalse();
    assertThat(isKept("new")).isTrue();
  }

  private boolean claimAndApply() {
    var claimed = claimAll();
    claimed.ifPresent(
        call -> ledger.deliveries().settle(call, Plans.result(call, Outcome.APPLIED)));
    return claimed.isPresent();
  }

  @Test
  void requestsThatCountInTheBudgetStayHoweverShortTheRestIsKept() {
    ledger.close();
    ledger = open(new RequestBudget(1, Duration.ofMinutes(1)));
    send(update("c1", "a"), update("c2", "b"));
    deliver(Outcome.APPLIED);
    tellAll();
    clock.advance(Duration.ofSeconds(30));
    assertThat(ledger.retention().prune(Duration.ZERO, 0)).isEmpty();
    assertThat(isKept("c1")).isTrue();
    assertThat(claimFirst()).isEmpty();
  }
}
