package io.connectorroutes.delivery;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.graph.GraphBatch;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.Phase;
import java.time.Instant;
import java.util.List;

/** One planned call of one tenant: the HTTP request, and what it is for. */
public sealed interface GraphCall {
  /** What goes over the wire. */
  GraphRequest request();

  /** The Graph requests in it, each of which is answered and counted by itself; at least one. */
  List<Single> parts();

  /** What the ledger records before it leaves. */
  default List<Intent> intents() {
    return parts().stream().map(Single::intent).toList();
  }

  /**
   * The call that makes these requests: a plain one for one, a {@code $batch} for several.
   *
   * @param parts at least one, of one account and one version
   */
  static GraphCall of(List<Single> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : new OfBatch(
            GraphBatch.request(parts.stream().map(Single::request).toList()), List.copyOf(parts));
  }

  /** One Graph request. */
  sealed interface Single extends GraphCall {
    /** The change that it is for, or that caused the look-up. */
    long seq();

    /** What the ledger records before it leaves. */
    Intent intent();

    /** The same with another request, of the same id. */
    Single of(GraphRequest other);

    @Override
    default List<Single> parts() {
      return List.of(this);
    }
  }

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
      implements Single {
    @Override
    public Intent intent() {
      return intentOf(this, Intent.Kind.CHANGE, objectId);
    }

    @Override
    public OfChange of(GraphRequest other) {
      return new OfChange(other, seq, phase, reference, objectId, listedAt);
    }
  }

  /**
   * One page of a list.
   *
   * @param request what goes over the wire
   * @param seq the change that caused it
   * @param kind what is listed
   * @param isFirst whether the list begins with it; else the page before named its address
   * @param startedAt when the list's first page was asked for
   */
  record OfList(GraphRequest request, long seq, ObjectKind kind, boolean isFirst, Instant startedAt)
      implements Single {
    @Override
    public Intent intent() {
      return intentOf(this, Intent.Kind.LOOKUP, null);
    }

    @Override
    public OfList of(GraphRequest other) {
      return new OfList(other, seq, kind, isFirst, startedAt);
    }
  }

  /**
   * Several requests in one.
   *
   * @param request what goes over the wire
   * @param parts at least two, in the order of the batch's items
   */
  record OfBatch(GraphRequest request, List<Single> parts) implements GraphCall {}

  private static Intent intentOf(Single call, Intent.Kind kind, String objectId) {
    GraphRequest request = call.request();
    return new Intent(
        call.seq(), kind, request.method(), request.path(), request.clientRequestId(), objectId);
  }
}
