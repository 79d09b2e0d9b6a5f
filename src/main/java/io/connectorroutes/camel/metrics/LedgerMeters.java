package io.connectorroutes.camel.metrics;

import io.connectorroutes.ledger.Gauges;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.WaitReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What was read of the ledger last. A scrape shows it as it is, and reads nothing. Not thread safe.
 */
final class LedgerMeters {
  /** More causes than these are counted together. */
  private static final int MOST_CAUSES = 40;

  /** Nothing at all is sent for a tenant then. */
  private static final Set<WaitReason> PAUSES =
      EnumSet.of(
          WaitReason.NOT_CONFIGURED,
          WaitReason.PAUSED,
          WaitReason.NO_CREDENTIAL,
          WaitReason.NO_TOKEN,
          WaitReason.REFUSED,
          WaitReason.THROTTLED,
          WaitReason.GRAPH_AWAY);

  private final MeterRegistry registry;
  private final TenantLabel labels;
  private final Set<String> tenants;
  private final FirstValues causes = new FirstValues(MOST_CAUSES);
  private final MultiGauge waiting;
  private final MultiGauge blocked;
  private final MultiGauge oldest;
  private final MultiGauge used;
  private final MultiGauge deadLetters;
  private final MultiGauge jobs;

  /** Null where the ledger could not be read before. */
  private Instant last;

  /**
   * Shows nothing yet.
   *
   * @param tenants accounts that are shown with 0 where nothing waits for them
   */
  LedgerMeters(MeterRegistry registry, TenantLabel labels, Set<String> tenants) {
    this.registry = registry;
    this.labels = labels;
    this.tenants = tenants;
    this.waiting = gauge("waiting", "Changes that wait, for others or for their time");
    this.blocked = gauge("blocked", "Changes that wait for another change");
    this.oldest =
        gauge(
            "oldest.waiting.seconds",
            "Since the oldest change was received that waits and whose time has come");
    this.used = gauge("budget.used.ratio", "Requests of the budget that are used, of 1");
    this.deadLetters = gauge("dead.letters", "Open dead letters");
    this.jobs = gauge("jobs.open", "Files that were recorded and whose results are not written");
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder("connectorroutes." + name)
        .description(description)
        .register(registry);
  }

  /** Shows what was read at that time. */
  void show(List<TenantSummary> summaries, Gauges.Values values, Instant now) {
    show(waiting, byTenant(summaries, TenantSummary::waiting, Double::sum));
    show(blocked, byTenant(summaries, TenantSummary::blocked, Double::sum));
    show(oldest, byTenant(summaries, summary -> age(summary, now), Double::max));
    Map<Tags, Double> budgets = new HashMap<>();
    values
        .budgets()
        .forEach(
            budget ->
                budgets.merge(labels.ofAccount(budget.account()), budget.used(), Double::max));
    show(used, budgets);
    Map<Tags, Double> letters = new HashMap<>();
    values
        .deadLetters()
        .forEach(
            (cause, count) ->
                letters.merge(Tags.of("cause", causes.of(cause)), (double) count, Double::sum));
    show(deadLetters, letters);
    show(jobs, Map.of(Tags.empty(), (double) values.openJobs()));
    countPauses(summaries, now);
    last = now;
  }

  /** Shows none of it, since the ledger cannot be read. */
  void hide() {
    List.of(waiting, blocked, oldest, used, deadLetters, jobs)
        .forEach(gauge -> show(gauge, Map.of()));
    last = null;
  }

  private static double age(TenantSummary summary, Instant now) {
    return summary.oldest() == null ? 0 : Duration.between(summary.oldest(), now).toMillis() / 1e3;
  }

  private Map<Tags, Double> byTenant(
      List<TenantSummary> summaries,
      Function<TenantSummary, Number> value,
      BinaryOperator<Double> merge) {
    Map<Tags, Double> values = new HashMap<>();
    tenants.forEach(account -> values.put(labels.ofAccount(account), 0.0));
    summaries.forEach(
        summary ->
            values.merge(
                labels.ofAccount(summary.account()), value.apply(summary).doubleValue(), merge));
    return values;
  }

  /** Since the last look, where that could be had. */
  private void countPauses(List<TenantSummary> summaries, Instant now) {
    double seconds = last == null ? 0 : Duration.between(last, now).toMillis() / 1e3;
    Set<Tags> paused = new HashSet<>();
    summaries.stream()
        .filter(LedgerMeters::isPause)
        .forEach(
            summary ->
                paused.add(
                    labels
                        .ofAccount(summary.account())
                        .and("reason", summary.reason().wireName())));
    paused.forEach(
        tags ->
            Counter.builder("connectorroutes.parked.seconds")
                .description("Time in which nothing was sent for a tenant")
                .tags(tags)
                .register(registry)
                .increment(Math.max(0, seconds)));
  }

  /** A job that is paused is none of its tenant's pauses. */
  private static boolean isPause(TenantSummary summary) {
    return summary.reason() != null
        && PAUSES.contains(summary.reason())
        && (summary.reason() != WaitReason.PAUSED || summary.isPaused());
  }

  /** Shows these and no others. */
  static void show(MultiGauge gauge, Map<Tags, Double> values) {
    gauge.register(
        values.entrySet().stream()
            .<MultiGauge.Row<?>>map(value -> MultiGauge.Row.of(value.getKey(), value.getValue()))
            .toList(),
        true);
  }
}
