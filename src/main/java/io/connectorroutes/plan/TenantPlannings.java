package io.connectorroutes.plan;

import io.connectorroutes.delivery.DeliveryPlanner;
import io.connectorroutes.delivery.DeliverySettings;
import io.connectorroutes.delivery.TenantReads.AwayException;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphTenant;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The plannings of the tenants that files have changes for. */
public final class TenantPlannings {
  private final ConfiguredTenants tenants;
  private final DeliveryPlanner planner;
  private final Instant now;

  /** By account. */
  private final Map<String, TenantPlanning> plannings = new HashMap<>();

  /**
   * None yet.
   *
   * @param now when the changes would be recorded
   */
  public TenantPlannings(
      ConfiguredTenants tenants,
      GraphRequests requests,
      GraphLists lists,
      DeliverySettings settings,
      Instant now) {
    this.tenants = tenants;
    // Each item of a batch counts as one request, so that one by one comes to the same.
    this.planner = DeliveryPlanner.oneByOne(requests, lists, settings);
    this.now = now;
  }

  /**
   * Looks at each tenant that is configured.
   *
   * @param surveys what is to be looked at, by alias
   */
  public void lookUp(TenantLookups lookups, Map<String, TenantSurvey> surveys)
      throws AwayException, InterruptedException {
    for (Map.Entry<String, TenantSurvey> one : surveys.entrySet()) {
      Optional<GraphTenant> tenant = tenants.withAlias(one.getKey());
      if (tenant.isPresent()) {
        put(tenant.get(), lookups.lookUp(tenant.get(), one.getValue()), false);
      }
    }
  }

  /** Takes nothing of any tenant as known. */
  public void assume() {
    tenants.all().forEach(tenant -> put(tenant, new SimulatedTenant(now), true));
  }

  private void put(GraphTenant tenant, SimulatedTenant seen, boolean isOffline) {
    plannings.put(tenant.account(), new TenantPlanning(tenant, seen, isOffline, planner));
  }

  /** That of an account for which there is a valid row. */
  public TenantPlanning of(String account) {
    return plannings.get(account);
  }
}
