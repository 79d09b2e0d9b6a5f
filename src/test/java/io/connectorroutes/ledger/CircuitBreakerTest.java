package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of calls while nothing gets through to the cloud's host. */
@OnBothDatabases
class CircuitBreakerTest extends LedgerSuite {
  private void recordForThreeTenants() {
    for (String account : List.of("a/1", "b/1", "c/1")) {
      ledger
          .recorder()
          .recordMessage(QUEUE, row(0, update("of-" + account.charAt(0), "x"), null, account));
    }
  }

  private ClaimResult notReached(Claimed<List<String>> claimed, Instant until) {
    Intent intent = claimed.intents().get(0);
    AttemptResult answer =
        new AttemptResult(intent.clientRequestId(), null, "notConnected", "refused", null, false);
    Decision again =
        new Decision.Retry(
            intent.seq(),
            until,
            Phase.SEND,
            false,
            Duration.ZERO,
            null,
            null,
            false,
            "notConnected");
    Park park = new Park(until, WaitReason.GRAPH_AWAY, "Graph could not be reached");
    return new ClaimResult(List.of(answer), List.of(again), null, List.of(), park);
  }

  private int failures() {
    return ledger.deliveries().view("a/1").hostFailures();
  }

  @Test
  void aHostThatIsNotReachedIsTriedByOneCallUntilItIs() {
    recordForThreeTenants();
    Claimed<List<String>> first = claimFirst().orElseThrow();
    Claimed<List<String>> second = claimFirst().orElseThrow();
    Instant until = clock.instant().plusSeconds(10);
    ledger.deliveries().settle(first, notReached(first, until));
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).isPresent();

    // One that had left before does not make the pause longer.
    ledger.deliveries().settle(second, notReached(second, until.plusSeconds(100)));
    assertThat(failures()).isEqualTo(1);
    assertThat(ledger.deliveries().nextDue()).contains(until);

    clock.advance(Duration.ofSeconds(10));
    Claimed<List<String>> probe = claimFirst().orElseThrow();
    assertThat(claimFirst()).isEmpty();
    ledger.deliveries().settle(probe, notReached(probe, clock.instant().plusSeconds(20)));
    assertThat(failures()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(19));
    assertThat(claimFirst()).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    Claimed<List<String>> again = claimFirst().orElseThrow();
    ledger.deliveries().settle(again, Plans.result(again, Outcome.APPLIED));
    assertThat(failures()).isZero();
    clock.advance(Duration.ofSeconds(100));
    assertThat(deliverAll()).hasSize(2);
  }

  @Test
  void thePauseOfTheHostOutlivesTheProcessAndItsProbe() {
    recordForThreeTenants();
    Claimed<List<String>> first = claimFirst().orElseThrow();
    ledger.deliveries().settle(first, notReached(first, clock.instant().plusSeconds(10)));
    ledger.close();
    ledger = open();
    assertThat(claimFirst()).isEmpty();
    clock.advance(Duration.ofSeconds(10));
    Claimed<List<String>> lost = claimFirst().orElseThrow();
    assertThat(lost.request()).hasSize(1);
    assertThat(claimFirst()).isEmpty();
    // Its worker is gone: after the lease another call tries the host.
    clock.advance(LEASE);
    Optional<Claimed<List<String>>> next = claimFirst();
    assertThat(next).isPresent();
    assertThat(claimFirst()).isEmpty();
  }

  @Test
  void aProbeThatDidNotLeaveIsGivenBack() {
    recordForThreeTenants();
    Claimed<List<String>> first = claimFirst().orElseThrow();
    ledger.deliveries().settle(first, notReached(first, clock.instant().plusSeconds(10)));
    clock.advance(Duration.ofSeconds(10));
    ledger.deliveries().release(claimFirst().orElseThrow());
    assertThat(claimFirst()).isPresent();
    assertThat(claimFirst()).isEmpty();
  }
}
