package io.connectorroutes.camel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.CredentialSettings;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.TokenSettings;
import io.connectorroutes.graph.TokenSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ends of connectors' certificates; that of an app is read with its token. */
class CertificateMetersTest {
  private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");
  private static final GraphTenant BY_DEFAULT = new GraphTenant(null, "contoso.example", "app");
  private static final GraphTenant NORTH = new GraphTenant("north", "north.example", "app");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ConfiguredTenants tenants = new ConfiguredTenants(List.of(BY_DEFAULT, NORTH));
  private final TokenSource tokens =
      new TokenSource(
          new TokenSettings(Cloud.of("global"), Duration.ofDays(1), Duration.ofDays(30)),
          Map.of(
              BY_DEFAULT.account(),
              () -> CredentialSettings.NONE,
              NORTH.account(),
              () -> CredentialSettings.NONE),
          Map.of(),
          TokenSource.httpClient(),
          Clock.systemUTC());

  @AfterEach
  void close() {
    tokens.close();
  }

  private CertificateMeters meters(boolean tenantsAreShown) {
    return new CertificateMeters(
        registry, new TenantLabel(tenants, tenantsAreShown), tenants, tokens);
  }

  private Map<String, Double> shown() {
    Map<String, Double> values = new TreeMap<>();
    for (Gauge gauge : registry.find("connectorroutes.certificate.expiry.seconds").gauges()) {
      values.put(
          gauge.getId().getTag("kind") + " " + gauge.getId().getTag("tenant"), gauge.value());
    }
    return values;
  }

  @Test
  void ofEachConfiguredTenantThereIsOne() {
    CertificateMeters meters = meters(true);
    meters.show(
        NOW,
        Map.of(
            BY_DEFAULT.account(),
            NOW.plusSeconds(60),
            NORTH.account(),
            NOW.minusSeconds(5),
            "gone.example/app",
            NOW));
    assertThat(shown()).isEqualTo(Map.of("apiConnector default", 60.0, "apiConnector north", -5.0));

    meters.show(NOW.plusSeconds(10), Map.of(NORTH.account(), NOW));
    assertThat(shown()).isEqualTo(Map.of("apiConnector north", -10.0));
    meters.show(NOW, Map.of());
    assertThat(shown()).as("while the ledger is away").isEmpty();
  }

  @Test
  void withoutTheLabelOfTenantsTheFirstOfAllCounts() {
    meters(false)
        .show(
            NOW,
            Map.of(BY_DEFAULT.account(), NOW.plusSeconds(60), NORTH.account(), NOW.plusSeconds(7)));

    assertThat(shown()).isEqualTo(Map.of("apiConnector null", 7.0));
  }
}
