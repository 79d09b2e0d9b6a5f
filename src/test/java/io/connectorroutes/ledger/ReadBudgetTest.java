package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests for no change are counted together with those of changes. */
@OnBothDatabases
class ReadBudgetTest extends LedgerSuite {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  @BeforeEach
  void twoRequestsAMinute() {
    ledger.close();
    ledger = open(new RequestBudget(2, WINDOW));
  }

  private static GraphRequest request(String id) {
    return new GraphRequest("GET", "/v1.0/identity/apiConnectors", null, ACCOUNT, id);
  }

  private Optional<Instant> take(String id) {
    return ledger.readBudget().take(null, request(id));
  }

  @Test
  void aReadTakesASlotFromChangesUntilAWindowAfterItsAnswer() {
    assertThat(take("one")).isEmpty();
    assertThat(take("two")).isEmpty();
    clock.advance(Duration.ofSeconds(10));
    ledger.readBudget().answered(request("one"), 200);
    send(update("c1", "x"));
    assertThat(claimAll()).as("no slot is left").isEmpty();
    assertThat(take("three"))
        .hasValueSatisfying(
            time -> assertThat(time).isAfterOrEqualTo(clock.instant().plusSeconds(50)));

    // The second one has no answer: its sender may have died.
    clock.advance(Duration.ofSeconds(51));
    Claimed<?> claimed = claimAll().orElseThrow();
    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED));
    assertThat(take("three")).as("the change has the second slot").isPresent();
    clock.advance(Duration.ofSeconds(61));
    assertThat(take("three")).isEmpty();
  }

  @Test
  void whileATenantIsThrottledItIsNotRead() throws Exception {
    assertThat(take("one")).isEmpty();
    Instant until = clock.instant().plusSeconds(300);
    corrupt("UPDATE account SET parked_until = " + until.toEpochMilli());
    assertThat(take("two")).contains(Instant.ofEpochMilli(until.toEpochMilli()));
  }

  @Test
  void noMoreReadsAreKeptThanAWindowHas() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(take("read" + i)).isEmpty();
      clock.advance(WINDOW.plusSeconds(1));
    }
    assertThat(alter("DELETE FROM attempt")).isEqualTo(1);
  }
}
