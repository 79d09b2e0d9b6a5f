package io.connectorroutes.plan;

import io.connectorroutes.ledger.RequestBudget;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the rows amount to.
 *
 * @param actions how many rows, by what they would do; each action is there
 * @param requests how many Graph requests delivery would send, items of batches and lists of names
 *     counted one by one, as the budget counts them
 * @param requestsByTenant the same by what the tenant is called; also of tenants of which rows are
 *     in the ledger and wait there
 * @param waiting how many of the rows that are nothing to do are in the ledger and wait there
 */
public record PlanTotals(
    Map<Action, Long> actions, long requests, Map<String, Long> requestsByTenant, long waiting) {

  /** Takes copies. */
  public PlanTotals {
    Map<Action, Long> all = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      all.put(action, actions.getOrDefault(action, 0L));
    }
    actions = all;
    requestsByTenant = new TreeMap<>(requestsByTenant);
  }

  /** How many rows would do that. */
  public long count(Action action) {
    return actions.get(action);
  }

  /**
   * How many seconds the requests take at the budget: tenants are served side by side, and a budget
   * that is free when it begins is used up at once.
   *
   * @param waiting how many changes of a tenant wait before these, by what it is called
   */
  public long seconds(RequestBudget budget, Map<String, Long> waiting) {
    return requestsByTenant.entrySet().stream()
        .mapToLong(
            tenant ->
                seconds(tenant.getValue() + waiting.getOrDefault(tenant.getKey(), 0L), budget))
        .max()
        .orElse(0);
  }

  static long seconds(long requests, RequestBudget budget) {
    if (!budget.isLimited() || requests == 0) {
      return 0;
    }
    long windows = (requests - 1) / budget.requests();
    return budget.window().multipliedBy(windows).toSeconds();
  }
}
