package io.connectorroutes.ledger.table;

import io.connectorroutes.ledger.Decision;

/** A change that is given its outcome. */
public record SettledChange(ChangeRow change, Decision.Settle decision) {

  /**
   * Whether it leaves what is known of names as it is: it addresses its target by id, and neither
   * gives a name nor takes one away.
   */
  public boolean isPlain() {
    return change.usesName() == null
        && change.givesName() == null
        && change.takesName() == null
        && change.unresolved() == null
        && !change.isDelete();
  }
}
