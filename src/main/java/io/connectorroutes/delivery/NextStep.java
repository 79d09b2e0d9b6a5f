package io.connectorroutes.delivery;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.ledger.Decision;

/** What comes next for one due change. */
sealed interface NextStep {
  /** Its request is sent. */
  record Send(GraphCall.OfChange call) implements NextStep {}

  /** A page of a list is read first. */
  record List(ObjectKind kind) implements NextStep {}

  /** It is settled or put off without a request. */
  record Decide(Decision decision) implements NextStep {}
}
