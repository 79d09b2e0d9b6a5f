package io.connectorroutes.app;

import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.TenantPauses;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.text.WaitingChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which tenants an import does not wait for: those that are paused or not configured any more,
 * those whose credential is refused or cannot be used, and those that got no token several times in
 * a row; and where nothing goes on, those of which a permission rests. A throttled tenant is waited
 * for.
 */
final class UnusableTenants {
  /** With the pauses between them about a quarter of a minute. */
  static final int TRIES = 3;

  private final ConfiguredTenants tenants;
  private final TokenSource tokens;
  private final Reports reports;
  private final TenantPauses pauses;

  UnusableTenants(
      ConfiguredTenants tenants, TokenSource tokens, Reports reports, TenantPauses pauses) {
    this.tenants = tenants;
    this.tokens = tokens;
    this.reports = reports;
    this.pauses = pauses;
  }

  /**
   * What is left of jobs, where all of it belongs to such tenants.
   *
   * @param left how many changes, by account
   * @param isStalled whether nothing was settled for a while
   * @return a line for each tenant; empty where there is something to wait for
   */
  List<String> leftOf(Map<String, Long> left, List<Job> jobs, boolean isStalled) {
    Map<String, String> reasons = reasons(jobs, isStalled);
    if (reasons.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Long> open : left.entrySet()) {
      String reason = reasons.get(open.getKey());
      if (reason == null) {
        return List.of();
      }
      lines.add(WaitingChanges.of(open.getValue()) + ": " + reason);
    }
    return lines;
  }

  private static String why(TenantSummary tenant) {
    return tenant.message() == null ? tenant.reason().words() : tenant.message();
  }

  /** By account. */
  private Map<String, String> reasons(List<Job> jobs, boolean isStalled) {
    Map<String, String> reasons = new TreeMap<>();
    for (TenantSummary tenant : reports.tenants()) {
      if (tenant.reason() == WaitReason.PAUSED
          || (isStalled
              && tenant.reason() == WaitReason.REFUSED
              && pauses.isAllAtRest(tenant.account(), jobs))) {
        reasons.put(
            tenant.account(), "tenant " + GraphTenant.nameOf(tenant.tenant()) + ": " + why(tenant));
      }
    }
    for (GraphTenant tenant : tenants.all()) {
      tokens
          .problem(tenant.account())
          .filter(p -> p.isFinal() || tokens.failures(tenant.account()) >= TRIES)
          .ifPresent(
              p ->
                  reasons.put(tenant.account(), "tenant " + tenant.name() + ": " + p.getMessage()));
    }
    reports.unconfigured().forEach(wait -> reasons.put(wait.account(), wait.reason()));
    return reasons;
  }
}
