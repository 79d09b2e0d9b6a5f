package io.connectorroutes.ledger.outbox;

import io.connectorroutes.ledger.Progress.JobProgress;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long jobs take. The jobs of an account share its requests, change for change, so that a job
 * of n rows ends when n of each other one are done, or all where there are fewer. A job ends with
 * the last one of its accounts.
 */
final class TimeLeft {
  private static final Comparator<JobProgress> BY_REASON =
      Comparator.comparing(JobProgress::reason, Comparator.nullsLast(Comparator.naturalOrder()));

  private final Map<String, TenantSummary> tenants;
  private final Map<String, OptionalDouble> rates;
  private final Instant now;

  /**
   * Of that moment.
   *
   * @param tenants by account
   * @param rates changes a second, by account
   */
  TimeLeft(Map<String, TenantSummary> tenants, Map<String, OptionalDouble> rates, Instant now) {
    this.tenants = tenants;
    this.rates = rates;
    this.now = now;
  }

  /** By job. */
  Map<Long, JobProgress> jobs(List<Backlog> all) {
    Map<Long, JobProgress> jobs = new HashMap<>();
    all.forEach(one -> jobs.merge(one.jobId(), progress(one, all), TimeLeft::both));
    return jobs;
  }

  private static JobProgress both(JobProgress one, JobProgress other) {
    JobProgress later = later(one, other);
    Map<String, Long> waiting = new HashMap<>(one.waiting());
    waiting.putAll(other.waiting());
    return new JobProgress(later.reason(), later.left(), waiting);
  }

  /** The one that ends later, never at the latest; of two, the one whose reason comes first. */
  private static JobProgress later(JobProgress one, JobProgress other) {
    if (one.left() != null && other.left() != null) {
      return one.left().compareTo(other.left()) >= 0 ? one : other;
    }
    if (one.left() == null && other.left() == null) {
      return BY_REASON.compare(one, other) <= 0 ? one : other;
    }
    return one.left() == null ? one : other;
  }

  private JobProgress progress(Backlog one, List<Backlog> all) {
    TenantSummary tenant = tenants.get(one.account());
    Map<String, Long> waiting = Map.of(one.account(), one.open());
    WaitReason reason = reason(one, tenant);
    OptionalDouble rate = rates.getOrDefault(one.account(), OptionalDouble.empty());
    if (rate.isEmpty() || (reason != null && reason.needsPerson())) {
      return new JobProgress(reason, null, waiting);
    }
    long work =
        all.stream()
            .filter(other -> other.account().equals(one.account()))
            .mapToLong(other -> Math.min(dueOf(other), dueOf(one)))
            .sum();
    Duration left = Duration.ofSeconds((long) Math.ceil(work / rate.getAsDouble()));
    Duration pause =
        isPause(reason) && tenant.nextAt() != null ? until(tenant.nextAt()) : Duration.ZERO;
    return new JobProgress(reason, longer(left.plus(pause), until(one.lastDue())), waiting);
  }

  private static WaitReason reason(Backlog one, TenantSummary tenant) {
    if (one.paused()) {
      return WaitReason.PAUSED;
    }
    if (one.later() == one.open()) {
      return WaitReason.NOT_BEFORE;
    }
    return tenant == null ? null : tenant.reason();
  }

  /** What of it takes the tenant's requests, sooner or later. */
  private static long dueOf(Backlog backlog) {
    return backlog.paused() ? 0 : backlog.open() - backlog.later();
  }

  /** Whether all of the account stands; the budget's own pauses are in its rate. */
  private static boolean isPause(WaitReason reason) {
    return reason == WaitReason.THROTTLED
        || reason == WaitReason.GRAPH_AWAY
        || reason == WaitReason.RETRY;
  }

  private Duration until(Instant time) {
    return time == null || !time.isAfter(now) ? Duration.ZERO : Duration.between(now, time);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
