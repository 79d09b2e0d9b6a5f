package io.connectorroutes.delivery;

import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.ListUpdate;
import java.util.List;
import java.util.Optional;

/**
 * What one answer leads to.
 *
 * @param decision empty where the change goes on at once
 * @param lists what it tells of the tenant's lists
 */
record Decided(Optional<Decision> decision, List<ListUpdate> lists) {
  static Decided of(Decision decision) {
    return new Decided(Optional.of(decision), List.of());
  }

  static Decided of(Decision decision, ListUpdate list) {
    return new Decided(Optional.of(decision), List.of(list));
  }
}
