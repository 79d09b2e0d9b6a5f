package io.connectorroutes.delivery;

import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.Listed;
import io.connectorroutes.ledger.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What one reply leads to.
 *
 * @param verdict empty where the change goes on at once
 * @param seen objects that it showed
 * @param listed the list that ended with it; empty for none
 */
record Ruling(Optional<Verdict> verdict, List<KnownObject> seen, Optional<Listed> listed) {

  static Ruling of(Verdict verdict) {
    return new Ruling(Optional.of(verdict), List.of(), Optional.empty());
  }
}
