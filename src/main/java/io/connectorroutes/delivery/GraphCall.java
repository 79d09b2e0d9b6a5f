package io.connectorroutes.delivery;

import io.connectorroutes.change.ObjectKind;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.ObjectReference;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.Phase;
import java.time.Instant;

/** One planned call of one tenant: the HTTP request, and what it is for. */
public sealed interface GraphCall {
  /** What goes over the wire. */
  GraphRequest request();

  /** The change that it is for, or that caused the look-up. */
  long seq();

  /** What the ledger records before it leaves. */
  Intent intent();

  /**
   * The request of a change itself.
   *
   * @param request what goes over the wire
   * @param seq the change
   * @param phase SEND for the request of its operation, COMPLETE for the PATCH of an object that
   *     was found after a lost answer; never LOOK
   * @param reference the object whose id the request holds; null where it holds none but the
   *     target's
   * @param objectId that id; null as above, and for a POST of an upsert
   * @param listedAt when the list began that gave the id for a name; null where no name was looked
   *     up
   */
  record OfChange(
      GraphRequest request,
      long seq,
      Phase phase,
      ObjectReference reference,
      String objectId,
      Instant listedAt)
      implements GraphCall {
    @Override
    public Intent intent() {
      return intentOf(this, Intent.Kind.CHANGE, objectId);
    }
  }

  /**
   * One page of a list.
   *
   * @param request what goes over the wire
   * @param seq the change that caused it
   * @param kind what is listed
   */
  record OfList(GraphRequest request, long seq, ObjectKind kind) implements GraphCall {
    @Override
    public Intent intent() {
      return intentOf(this, Intent.Kind.LOOKUP, null);
    }
  }

  private static Intent intentOf(GraphCall call, Intent.Kind kind, String objectId) {
    GraphRequest request = call.request();
    return new Intent(
        call.seq(), kind, request.method(), request.path(), request.clientRequestId(), objectId);
  }
}
