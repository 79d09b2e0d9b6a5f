package io.connectorroutes.camel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Gauges;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.WaitReason;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is shown of a ledger. */
class LedgerMetersTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String DEFAULT = "contoso.example/app";
  private static final String NORTH = "north.example/app";
  private static final String GONE = "gone.example/app";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ConfiguredTenants tenants =
      new ConfiguredTenants(
          List.of(
              new GraphTenant(null, "contoso.example", "app"),
              new GraphTenant("north", "north.example", "app")));
  private LedgerMeters meters = meters(true);

  private LedgerMeters meters(boolean tenantsAreShown) {
    return new LedgerMeters(
        registry, new TenantLabel(tenants, tenantsAreShown), tenants.accounts());
  }

  private static TenantSummary summary(
      String account, long waiting, long blocked, WaitReason reason, Instant oldest) {
    return new TenantSummary(
        account, null, waiting, blocked, 0, 0, reason, null, null, null, null, oldest, null);
  }

  private static Gauges.Values values(Map<String, Long> deadLetters, Gauges.Budget... budgets) {
    return new Gauges.Values(List.of(budgets), deadLetters, 3, Map.of());
  }

  /** By labels, of the meters of that name. */
  private Map<String, Double> shown(String name) {
    Map<String, Double> values = new TreeMap<>();
    for (Meter meter : registry.find("connectorroutes." + name).meters()) {
      values.put(
          String.join(",", meter.getId().getTags().stream().map(tag -> tag.getValue()).toList()),
          meter.measure().iterator().next().getValue());
    }
    return values;
  }

  @Test
  void eachConfiguredTenantIsShownAndAllOthersAreOne() {
    meters.show(
        List.of(
            summary(NORTH, 5, 2, WaitReason.BUDGET, NOW.minusSeconds(90)),
            summary(GONE, 3, 0, null, NOW.minusSeconds(60)),
            summary("gone.example/other", 4, 1, null, NOW.minusSeconds(10))),
        values(Map.of("throttled", 2L), new Gauges.Budget(NORTH, "north", 0.75)),
        NOW);

    assertThat(shown("waiting"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("default", 0.0, "north", 5.0, "_other", 7.0));
    assertThat(shown("blocked"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("default", 0.0, "north", 2.0, "_other", 1.0));
    assertThat(shown("oldest.waiting.seconds"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("default", 0.0, "north", 90.0, "_other", 60.0));
    assertThat(shown("budget.used.ratio")).containsOnly(Map.entry("north", 0.75));
    assertThat(shown("dead.letters")).containsOnly(Map.entry("throttled", 2.0));
    assertThat(shown("jobs.open")).containsOnly(Map.entry("", 3.0));
  }

  @Test
  void withoutTheLabelTenantsAreAddedUpAndTheWorstOneCounts() {
    meters = meters(false);
    meters.show(
        List.of(
            summary(NORTH, 5, 2, WaitReason.THROTTLED, NOW.minusSeconds(90)),
            summary(DEFAULT, 1, 1, WaitReason.THROTTLED, NOW.minusSeconds(10))),
        values(
            Map.of(),
            new Gauges.Budget(NORTH, "north", 0.75),
            new Gauges.Budget(DEFAULT, null, 0.5)),
        NOW);

    assertThat(shown("waiting")).containsOnly(Map.entry("", 6.0));
    assertThat(shown("blocked")).containsOnly(Map.entry("", 3.0));
    assertThat(shown("oldest.waiting.seconds")).containsOnly(Map.entry("", 90.0));
    assertThat(shown("budget.used.ratio")).containsOnly(Map.entry("", 0.75));
    assertThat(shown("parked.seconds")).containsOnlyKeys("throttled");
  }

  @Test
  void aTenantsPauseIsCountedFromLookToLookAndNotWhileTheLedgerWasAway() {
    List<TenantSummary> throttled =
        List.of(
            summary(NORTH, 5, 0, WaitReason.THROTTLED, NOW),
            summary(DEFAULT, 5, 0, WaitReason.BUDGET, NOW));
    meters.show(throttled, values(Map.of()), NOW);
    meters.show(throttled, values(Map.of()), NOW.plusSeconds(5));
    meters.show(throttled, values(Map.of()), NOW.plusSeconds(12));
    assertThat(shown("parked.seconds")).containsOnly(Map.entry("throttled,north", 12.0));

    meters.hide();
    meters.show(throttled, values(Map.of()), NOW.plusSeconds(600));
    meters.show(throttled, values(Map.of()), NOW.plusSeconds(601));
    assertThat(shown("parked.seconds")).containsOnly(Map.entry("throttled,north", 13.0));
  }

  @Test
  void aPausedJobIsNoPauseOfItsTenant() {
    List<TenantSummary> paused = List.of(paused(NORTH, NOW.minusSeconds(9)), paused(DEFAULT, null));
    meters.show(paused, values(Map.of()), NOW);
    meters.show(paused, values(Map.of()), NOW.plusSeconds(5));
    assertThat(shown("parked.seconds")).containsOnly(Map.entry("paused,north", 5.0));
  }

  private static TenantSummary paused(String account, Instant since) {
    return new TenantSummary(
        account, null, 5, 0, 5, 0, WaitReason.PAUSED, null, since, null, null, NOW, null);
  }

  @Test
  void whatCannotBeReadIsNotShown() {
    meters.show(
        List.of(summary(NORTH, 5, 0, null, NOW)),
        values(Map.of("throttled", 2L), new Gauges.Budget(NORTH, "north", 0.75)),
        NOW);
    meters.hide();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void causesAreFewAndWellFormed() {
    Map<String, Long> letters = new TreeMap<>();
    IntStream.range(100, 300).forEach(i -> letters.put("Code" + i, 1L));
    letters.put("a code\nof somebody\"s", 7L);
    meters.show(List.of(), values(letters), NOW);

    Map<String, Double> shown = shown("dead.letters");
    assertThat(shown).hasSize(41).containsEntry("Code100", 1.0).containsEntry("other", 167.0);
  }
}
