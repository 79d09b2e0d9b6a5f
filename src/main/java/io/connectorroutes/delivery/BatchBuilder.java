package io.connectorroutes.delivery;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.graph.GraphBatch;
import io.connectorroutes.ledger.DueChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts one call together from what is due: requests of one version, not too many and not too large,
 * none of which bears on another, since the items of a batch are carried out in any order.
 */
final class BatchBuilder {
  /** Graph publishes no limit; its front ends are known to take 4 MB. */
  private static final int MOST_BYTES = 3_000_000;

  private record Named(ObjectKind kind, String name) {}

  private record Identified(ObjectKind kind, String id) {}

  private final int most;
  private final List<GraphCall.Single> calls = new ArrayList<>();
  private final Set<Named> given = new HashSet<>();
  private final Set<ObjectKind> listed = new HashSet<>();
  private final Set<ObjectKind> deleted = new HashSet<>();
  private final Map<Identified, Boolean> altered = new HashMap<>();
  private int bytes;

  /**
   * Builds one call; it is empty yet.
   *
   * @param most how many requests there may be
   */
  BatchBuilder(int most) {
    this.most = most;
  }

  boolean isFull() {
    return calls.size() >= most;
  }

  /** Whether a request in it gives the name that this change goes by: it has to wait for that. */
  boolean gives(Optional<ObjectReference> reference) {
    return reference
        .filter(ObjectReference::isByName)
        .map(object -> given.contains(new Named(object.kind(), object.name())))
        .orElse(false);
  }

  /**
   * Whether a page of that list may be taken in. One serves all that wait for it; and what is
   * deleted while a list is read leaves a gap in it, so that the first one of both goes alone.
   */
  boolean mayList(ObjectKind kind) {
    return !listed.contains(kind) && !deleted.contains(kind);
  }

  /** Takes a page of a list in, where there is room for it. */
  void offer(GraphCall.OfList list) {
    if (take(list)) {
      listed.add(list.kind());
    }
  }

  /** Takes the request of a change in, where there is room for it and nothing speaks against it. */
  void offer(DueChange due, GraphCall.OfChange call) {
    ObjectKind kind = due.change().operation().kind();
    boolean deletes = due.change().operation().isDelete();
    if (deletes && listed.contains(kind)) {
      return;
    }
    Optional<Named> name = due.change().givenName().map(given -> new Named(kind, given));
    Optional<Identified> object =
        Optional.ofNullable(call.objectId()).map(id -> new Identified(call.reference().kind(), id));
    boolean alters = object.isPresent() && isTarget(due, call);
    boolean independent =
        name.filter(given::contains).isEmpty() && object.map(o -> isFree(o, alters)).orElse(true);
    if (independent && take(call)) {
      name.ifPresent(given::add);
      object.ifPresent(o -> altered.put(o, alters));
      if (deletes) {
        deleted.add(kind);
      }
    }
  }

  /** The call; empty where there is nothing to send. */
  Optional<GraphCall> call() {
    return calls.isEmpty() ? Optional.empty() : Optional.of(GraphCall.of(calls));
  }

  /** One object may be referred to several times, but then by nobody who alters it. */
  private boolean isFree(Identified object, boolean alters) {
    Boolean before = altered.get(object);
    return before == null || (!before && !alters);
  }

  private static boolean isTarget(DueChange due, GraphCall.OfChange call) {
    return due.change().operation().kind() == call.reference().kind();
  }

  /** A first call is always taken: alone it is no batch. */
  private boolean take(GraphCall.Single call) {
    int size = GraphBatch.bytes(call.request());
    if (!calls.isEmpty() && !fits(call, size)) {
      return false;
    }
    calls.add(call);
    bytes += size;
    return true;
  }

  private boolean fits(GraphCall.Single call, int size) {
    String version = GraphBatch.version(calls.get(0).request());
    return !isFull()
        && GraphBatch.version(call.request()).equals(version)
        && bytes + size <= MOST_BYTES;
  }
}
