package io.connectorroutes.camel.metrics;

import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.TokenSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** When certificates end, as far as they were read. */
final class CertificateMeters {
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

  /** Shows how long they are good for at that time. */
  void show(Instant now) {
    Map<Tags, Double> seconds = new HashMap<>();
    for (String account : tenants.accounts()) {
      tokens
          .certificateEnd(account)
          .ifPresent(
              end ->
                  seconds.merge(
                      labels.ofAccount(account).and("kind", "app"),
                      Duration.between(now, end).toMillis() / 1e3,
                      Double::min));
    }
    LedgerMeters.show(ends, seconds);
  }
}
