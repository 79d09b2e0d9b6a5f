package io.connectorroutes.ledger;

/** What the next request of a change is for. */
public enum Phase {
  /** Send the request of the operation. */
  SEND,
  /** An answer was lost and the change may have been made: look in the tenant before anything. */
  LOOK,
  /** The object was found after a lost answer: complete it by a PATCH with the whole body. */
  COMPLETE
}
