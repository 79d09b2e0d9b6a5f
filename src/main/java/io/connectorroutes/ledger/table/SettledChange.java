package io.connectorroutes.ledger.table;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Decision;

/** A change that is given its outcome. */
public record SettledChange(ChangeRow change, Decision.Settle decision) {

  /**
   * Whether the tenant is as the change wants it: it was applied, or it deletes what is not there.
   */
  public boolean isDone() {
    return decision.outcome() == Outcome.APPLIED
        || (decision.outcome() == Outcome.NO_OP && change.isDelete());
  }
}
