package io.connectorroutes.ledger.directory;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.Phase;
import java.time.Instant;
import java.util.Set;

/**
 * What a change of ours did to an object.
 *
 * @param kind API connector or connector group
 * @param object as it was sent, with null and UNKNOWN for what was not; its thumbprints are those
 *     of certificates that were appended
 * @param effect never null
 * @param certificateEnd of the certificate that was sent; null for none, or where it is not known
 */
record OwnChange(ObjectKind kind, ListedObject object, Did effect, Instant certificateEnd) {
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
      case CREATE -> sent(due, id, Did.CREATE);
      case UPSERT -> sent(due, id, isCreated(due, intent) ? Did.CREATE : Did.CHANGE);
      case UPDATE -> sent(due, id, Did.CHANGE);
      case APPEND ->
          bare(
              change,
              id,
              due.thumbprint() == null ? Set.of() : Set.of(due.thumbprint()),
              Did.APPEND_CERTIFICATE,
              certificateEnd(due));
      case DELETE -> bare(change, id, Set.of(), Did.DELETE, null);
      case LINK, UNLINK -> throw new IllegalArgumentException(change + " changes no object");
    };
  }

  /** An upsert's object is new where it was posted, or found after a POST whose answer was lost. */
  private static boolean isCreated(DueChange due, Intent intent) {
    return intent.method().equals("POST") || due.phase() == Phase.COMPLETE;
  }

  private static OwnChange sent(DueChange due, String id, Did effect) {
    ConnectorChange change = due.change();
    return new OwnChange(
        change.operation().kind(),
        ListedObject.of(id, change.properties()),
        effect,
        certificateEnd(due));
  }

  private static Instant certificateEnd(DueChange due) {
    return due.certificate() == null ? null : due.certificate().end();
  }

  private static OwnChange bare(
      ConnectorChange change, String id, Set<String> thumbprints, Did effect, Instant end) {
    return new OwnChange(
        change.operation().kind(),
        new ListedObject(id, null, null, AuthenticationKind.UNKNOWN, null, thumbprints),
        effect,
        end);
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
