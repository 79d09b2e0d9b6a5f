package io.connectorroutes.ledger;

import io.connectorroutes.change.operation.ObjectKind;

/**
 * An object of the tenant that was seen in a list.
 *
 * @param kind never null
 * @param id never null
 * @param name null where it was not shown
 */
public record KnownObject(ObjectKind kind, String id, String name) {

  /** An object whose name was not shown. */
  public KnownObject(ObjectKind kind, String id) {
    this(kind, id, null);
  }
}
