package io.connectorroutes.ledger;

import io.connectorroutes.graph.GraphRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts requests that only look at a tenant, and are for no change, in the budget of its account.
 * They are counted together with those of changes, over all workers.
 */
public interface ReadBudget {
  /**
   * Takes a slot of the budget for a request that is about to leave.
   *
   * @param alias of the account's tenant; null for the default one
   * @return empty where it was taken; else when to ask again: no slot is free, or the tenant is
   *     throttled
   */
  Optional<Instant> take(String alias, GraphRequest request);

  /**
   * The answer came: the slot is taken until one window from now.
   *
   * @param httpStatus of the answer
   */
  void answered(GraphRequest request, int httpStatus);
}
