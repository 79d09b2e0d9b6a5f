package io.connectorroutes.ledger.directory;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.Phase;
import java.util.Set;

/**
 * What a change of ours did to an object.
 *
 * @param kind API connector or connector group
 * @param object as it was sent, with null and UNKNOWN for what was not; its thumbprints are those
 *     of certificates that were appended
 * @param effect never null
 */
record OwnChange(ObjectKind kind, ListedObject object, Did effect) {
  enum Did {
    CREATE,
    CHANGE,
    APPEND_CERTIFICATE,
    DELETE
  }

  /** What a change did by a request to the object of that id. */
  static OwnChange of(DueChange due, Intent intent, String id) {
    ConnectorChange change = due.change();
    return switch (change.operation().effect()) {
      case CREATE -> sent(change, id, Did.CREATE);
      case UPSERT -> sent(change, id, isCreated(due, intent) ? Did.CREATE : Did.CHANGE);
      case UPDATE -> sent(change, id, Did.CHANGE);
      case APPEND ->
          bare(
              change,
              id,
              due.thumbprint() == null ? Set.of() : Set.of(due.thumbprint()),
              Did.APPEND_CERTIFICATE);
      case DELETE -> bare(change, id, Set.of(), Did.DELETE);
      case LINK, UNLINK -> throw new IllegalArgumentException(change + " changes no object");
    };
  }

  /** An upsert's object is new where it was posted, or found after a POST whose answer was lost. */
  private static boolean isCreated(DueChange due, Intent intent) {
    return intent.method().equals("POST") || due.phase() == Phase.COMPLETE;
  }

  private static OwnChange sent(ConnectorChange change, String id, Did effect) {
    return new OwnChange(
        change.operation().kind(), ListedObject.of(id, change.properties()), effect);
  }

  private static OwnChange bare(
      ConnectorChange change, String id, Set<String> thumbprints, Did effect) {
    return new OwnChange(
        change.operation().kind(),
        new ListedObject(id, null, null, AuthenticationKind.UNKNOWN, null, thumbprints),
        effect);
  }

  KnownObjects.Key key() {
    return new KnownObjects.Key(kind, object.id());
  }

  /** Whether the object is called afterwards as it was before. */
  boolean keepsName() {
    return object.name() == null && !isDelete();
  }

  boolean isDelete() {
    return effect == Did.DELETE;
  }

  /** Whether it replaced the authentication; a request that says nothing of it leaves it. */
  boolean isAuthenticationSent() {
    return object.authentication() != AuthenticationKind.UNKNOWN;
  }
}
