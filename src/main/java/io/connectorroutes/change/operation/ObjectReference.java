package io.connectorroutes.change.operation;

/**
 * A Graph object, by its id or by its name. Exactly one of the two is set.
 *
 * @param kind never null
 * @param id the object's id; null where it is addressed by name
 * @param name matched exactly; null where it is addressed by id
 */
public record ObjectReference(ObjectKind kind, String id, String name) {

  /** The id counts where both are given. */
  static ObjectReference either(ObjectKind kind, String id, String name) {
    return new ObjectReference(kind, id, id == null ? name : null);
  }

  /** Whether the id has to be found by a list. */
  public boolean isByName() {
    return id == null;
  }
}
