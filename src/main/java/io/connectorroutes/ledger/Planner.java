package io.connectorroutes.ledger;

import java.util.List;

/**
 * Decides what is sent next for a tenant. Called inside the claiming transaction: must not call
 * anything remote and must not use the ledger but through the view.
 *
 * @param <R> the type of the request
 */
@FunctionalInterface
public interface Planner<R> {
  /**
   * Plans the next request of one tenant.
   *
   * @param due at least one change, none of which an earlier change blocks, in the order in which
   *     they are to be sent
   * @param view what the ledger knows of the tenant
   */
  TenantPlan<R> plan(List<DueChange> due, LedgerView view);
}
