package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant whose credential cannot be made, while Graph is away too. */
class UnusableTenantTest {
  @TempDir Path home;

  @Test
  void itsCredentialIsToldBeforeGraphThatIsAway() throws Exception {
    try (TestSystem system =
        TestSystem.in(home)
            .with("graph.endpoint", "https://127.0.0.1:" + FreePort.any())
            .with("graph.authority", "https://127.0.0.1:" + FreePort.any())
            .with("graph.tenants.north.tenant-id", "31111111-1111-1111-1111-111111111111")
            .with("graph.tenants.north.client-id", "41111111-1111-1111-1111-111111111111")
            .with("graph.tenants.north.credential", "client-certificate")
            .with("graph.tenants.north.client-certificate", "file:missing.pem")
            .start()) {
      system.drop("a.json", Requests.create("c-1", "One").toString());
      awaitReason(system, null, WaitReason.GRAPH_AWAY);
      system.drop("b.json", Requests.create("c-2", "Two").put("tenant", "north").toString());
      awaitReason(system, "north", WaitReason.NO_CREDENTIAL);
      awaitReason(system, null, WaitReason.GRAPH_AWAY);
    }
  }

  private static void awaitReason(TestSystem system, String tenant, WaitReason reason) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(system.application().ledger().reports().tenants())
                    .filteredOn(TenantSummary::tenant, tenant)
                    .extracting(TenantSummary::reason)
                    .containsExactly(reason));
  }
}
