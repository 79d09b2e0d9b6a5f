package io.connectorroutes.camel.metrics;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.TokenSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** When certificates end, as far as they were read. */
final class CertificateMeters {
  private static final String APP = "app";
  private static final String CONNECTOR = ObjectKind.API_CONNECTOR.wireName();

  private final MultiGauge ends;
  private final TenantLabel labels;
  private final ConfiguredTenants tenants;
  private final TokenSource tokens;

  CertificateMeters(
      MeterRegistry registry, TenantLabel labels, ConfiguredTenants tenants, TokenSource tokens) {
    this.ends =
        MultiGauge.builder("connectorroutes.certificate.expiry.seconds")
            .description("Until the first certificate ends; below 0 where it has ended")
            .register(registry);
    this.labels = labels;
    this.tenants = tenants;
    this.tokens = tokens;
  }

  /**
   * Shows how long they are good for at that time.
   *
   * @param ofConnectors the first end of each account's API connectors; empty where the ledger
   *     cannot be read
   */
  void show(Instant now, Map<String, Instant> ofConnectors) {
    Map<Tags, Double> seconds = new HashMap<>();
    for (String account : tenants.accounts()) {
      tokens.certificateEnd(account).ifPresent(end -> add(seconds, account, APP, end, now));
      Optional.ofNullable(ofConnectors.get(account))
          .ifPresent(end -> add(seconds, account, CONNECTOR, end, now));
    }
    LedgerMeters.show(ends, seconds);
  }

  private void add(
      Map<Tags, Double> seconds, String account, String kind, Instant end, Instant now) {
    seconds.merge(
        labels.ofAccount(account).and("kind", kind),
        Duration.between(now, end).toMillis() / 1e3,
        Double::min);
  }
}
