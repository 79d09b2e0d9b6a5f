package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.DeadLetterCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is measured of the ledger. */
@OnBothDatabases
class GaugesTest extends LedgerSuite {
  private static final RequestBudget BUDGET = new RequestBudget(4, Duration.ofMinutes(1));

  @Test
  void aNewLedgerHasNothing() {
    Gauges.Values values = ledger.gauges().read();
    assertThat(values.budgets()).isEmpty();
    assertThat(values.deadLetters()).isEmpty();
    assertThat(values.openJobs()).isZero();
  }

  @Test
  void aBudgetIsUsedUntilAWindowAfterTheAnswer() {
    ledger.close();
    ledger = open(BUDGET);
    send(update("a", "x1"));
    assertThat(used()).containsExactly(0.0);
    Claimed<List<String>> claimed = claimAll().orElseThrow();
    assertThat(used()).containsExactly(0.25);
    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED));
    clock.advance(Duration.ofSeconds(50));
    assertThat(used()).containsExactly(0.25);
    clock.advance(Duration.ofSeconds(11));
    assertThat(used()).containsExactly(0.0);
  }

  @Test
  void deadLettersAreCountedByTheirCauseUntilTheyAreReplayed() {
    send(update("a", "x1"));
    deliver(Outcome.FAILED);
    Map<String, Long> letters = ledger.gauges().read().deadLetters();
    assertThat(letters.values()).containsExactly(1L);
    DeadLetterCalls.replay(ledger, List.of("a"));
    assertThat(ledger.gauges().read().deadLetters()).isEmpty();
  }

  @Test
  void aFileIsOpenUntilItsResultsAreWritten() {
    importFile("a.jsonl", row(1, update("a", "x1"), null, ACCOUNT));
    assertThat(ledger.gauges().read().openJobs()).isEqualTo(1);
    deliver(Outcome.APPLIED);
    Job settled = ledger.outbox().settledJob().orElseThrow();
    assertThat(ledger.gauges().read().openJobs()).isEqualTo(1);
    ledger.outbox().resultsWritten(settled);
    assertThat(ledger.gauges().read().openJobs()).isZero();
  }

  @Test
  void eachTransactionIsTimedOnceItIsCommitted() {
    List<Duration> taken = new ArrayList<>();
    ledger.onTransaction(taken::add);
    ledger.gauges().read();
    assertThat(taken).isEmpty();
    send(update("a", "x1"));
    assertThat(taken).isNotEmpty().allMatch(duration -> !duration.isNegative());
  }

  private List<Double> used() {
    return ledger.gauges().read().budgets().stream().map(Gauges.Budget::used).toList();
  }
}
