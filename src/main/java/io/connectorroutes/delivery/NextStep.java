package io.connectorroutes.delivery;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.ledger.Decision;

/** What comes next for one due change. */
sealed interface NextStep {
  /** Its request is sent. */
  record Send(GraphCall.OfChange call) implements NextStep {}

  /**
   * A page of a list is read first.
   *
   * @param kind what is listed
   * @param goesOn whether a list that is half read goes on however long ago it began
   */
  record List(ObjectKind kind, boolean goesOn) implements NextStep {
    /** A list by which a name is resolved: it must not be old. */
    static List forName(ObjectKind kind) {
      return new List(kind, false);
    }
  }

  /** It is settled or put off without a request. */
  record Decide(Decision decision) implements NextStep {}
}
