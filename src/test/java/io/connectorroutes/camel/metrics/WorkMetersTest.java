package io.connectorroutes.camel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.OutcomeRecord;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted as it is done. */
class WorkMetersTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ConfiguredTenants tenants =
      new ConfiguredTenants(List.of(new GraphTenant("north", "north.example", "app")));
  private final WorkMeters meters = new WorkMeters(registry, new TenantLabel(tenants, true));

  private static AttemptResult attempt(Integer status, boolean sent) {
    return new AttemptResult("c", status, null, null, null, sent);
  }

  private static OutcomeRecord outcome(
      String tenant, String operation, Outcome outcome, Integer replay, Duration taken) {
    return outcome(tenant, operation, outcome, null, replay, taken);
  }

  private static OutcomeRecord outcome(
      String tenant,
      String operation,
      Outcome outcome,
      String errorCode,
      Integer replay,
      Duration taken) {
    return new OutcomeRecord(
        "o",
        1,
        NOW,
        "id",
        null,
        "job",
        1,
        replay,
        tenant,
        operation,
        null,
        outcome,
        null,
        null,
        errorCode,
        null,
        null,
        null,
        1,
        1,
        NOW.minus(taken));
  }

  @ParameterizedTest
  @CsvSource({"204,204", "429,429", "418,4xx", "599,5xx", "99,other", "700,other"})
  void aStatusThatGraphDoesNotDocumentIsCountedByItsClass(int status, String label) {
    meters.answered("north.example/app", List.of(attempt(status, true)));
    assertThat(counter("connectorroutes.graph.requests", "tenant", "north", "status", label))
        .isEqualTo(1);
  }

  @Test
  void aLostAnswerIsARequestAndWhatDidNotLeaveIsNone() {
    meters.answered("north.example/app", List.of(attempt(null, true), attempt(null, false)));
    assertThat(counter("connectorroutes.graph.requests", "tenant", "north", "status", "none"))
        .isEqualTo(1);
  }

  @Test
  void textOfOthersIsNoLabel() {
    meters.published(
        List.of(
            outcome("north", "connector.update", Outcome.APPLIED, null, Duration.ZERO),
            outcome("evil", "evil", Outcome.REJECTED, null, Duration.ZERO),
            outcome(null, null, Outcome.REJECTED, null, Duration.ZERO)));
    String name = "connectorroutes.changes";
    assertThat(
            counter(name, "tenant", "north", "operation", "connector.update", "outcome", "applied"))
        .isEqualTo(1);
    assertThat(counter(name, "tenant", "_other", "operation", "other", "outcome", "rejected"))
        .isEqualTo(2);
    assertThat(registry.find(name).counters()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "REJECTED,unknownTenant,_other",
    "REJECTED,otherTenant,_other",
    "REJECTED,unreadable,_other",
    "REJECTED,invalid,default",
    "APPLIED,,default",
    "FAILED,unknownTenant,default"
  })
  void whatIsForNoConfiguredTenantIsNotCountedForTheDefaultOne(
      Outcome outcome, String errorCode, String label) {
    var configured = new ConfiguredTenants(List.of(new GraphTenant(null, "d.example", "app")));
    new WorkMeters(registry, new TenantLabel(configured, true))
        .published(List.of(outcome(null, null, outcome, errorCode, null, Duration.ZERO)));
    assertThat(registry.get("connectorroutes.changes").counter().getId().getTag("tenant"))
        .isEqualTo(label);
  }

  @Test
  void theTimeToAnOutcomeIsThatOfTheFirstOne() {
    Duration minute = Duration.ofMinutes(1);
    meters.published(
        List.of(
            outcome("north", "connector.update", Outcome.FAILED, null, minute),
            outcome("north", "connector.update", Outcome.APPLIED, 1, Duration.ofDays(9))));
    Timer settled = registry.get("connectorroutes.settle").timer();
    assertThat(settled.count()).isEqualTo(1);
    assertThat(settled.totalTime(TimeUnit.SECONDS)).isEqualTo(60);
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }
}
