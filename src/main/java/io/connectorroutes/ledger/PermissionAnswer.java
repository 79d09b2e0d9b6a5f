package io.connectorroutes.ledger;

import io.connectorroutes.graph.Permission;

/**
 * What an answer of Graph tells of a permission.
 *
 * @param permission that its request needed; never null
 * @param kind never null
 */
public record PermissionAnswer(Permission permission, Kind kind) {
  /** What it tells. */
  public enum Kind {
    /** It is 403. */
    REFUSED,
    /** It is another one, which whoever has no permission does not get. */
    GRANTED,
    /** Nothing: none came, or one that whoever is refused may get as well. */
    UNKNOWN
  }

  /** Whether it is 403. */
  public boolean isRefused() {
    return kind == Kind.REFUSED;
  }
}
