package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.TenantPauses.Paused;
import io.connectorroutes.ledger.TenantPauses.Rest;
import io.connectorroutes.testing.FakeLedger;
import io.connectorroutes.testing.FakePauses;
import java.time.Instant;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.Result;
import org.junit.jupiter.api.Test;

/** Health shows what rests as status does. */
class PauseHealthCheckTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final FakePauses pauses = new FakePauses();

  private Result call() {
    FakeLedger ledger = new FakeLedger();
    ledger.pauses = pauses;
    Result result = new PauseHealthCheck(ledger).call();
    assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
    return result;
  }

  private static Rest rest(String tenant, long waiting) {
    return new Rest("a/1", tenant, Permission.API_CONNECTORS, NOW, NOW, waiting);
  }

  @Test
  void aRestIsShownAsLongAsAnythingWaitsForIt() {
    pauses.rests.add(rest("north", 1));
    pauses.rests.add(rest("south", 0));
    assertThat(call().getMessage())
        .hasValueSatisfying(it -> assertThat(it).startsWith("north (").doesNotContain("south"));

    pauses.rests.remove(0);
    assertThat(call().getMessage()).isEmpty();
  }

  @Test
  void aPausedTenantIsShownWhetherAnythingWaitsOrNot() {
    pauses.paused.add(new Paused("a/1", "north", NOW));
    assertThat(call().getMessage())
        .hasValueSatisfying(it -> assertThat(it).startsWith("north (somebody paused it"));
  }
}
