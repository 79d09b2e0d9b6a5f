package io.connectorroutes.delivery;

import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.Listed;
import java.util.List;
import java.util.Optional;

/**
 * What one reply leads to.
 *
 * @param decision empty where the change goes on at once
 * @param seen objects that it showed
 * @param listed the list that ended with it; empty for none
 */
record Ruling(Optional<Decision> decision, List<KnownObject> seen, Optional<Listed> listed) {

  static Ruling of(Decision decision) {
    return new Ruling(Optional.of(decision), List.of(), Optional.empty());
  }
}
