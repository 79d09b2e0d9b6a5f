package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Phase;
import java.time.Duration;
import java.time.Instant;

/**
 * One reply to be judged, with all that bears on it.
 *
 * @param due the change that the call is for, or that caused the look-up
 * @param call what was sent
 * @param response what came back; null where nothing did
 * @param reply the same, sorted by what it means
 * @param view what the ledger knows of the tenant
 * @param now the ledger's time
 */
record Hearing(
    DueChange due,
    GraphCall.Single call,
    GraphResponse response,
    Reply reply,
    LedgerView view,
    Instant now) {

  boolean isAnswered() {
    return response != null;
  }

  Reply.Kind kind() {
    return reply.kind();
  }

  /** The same, where what came back is not what it should be. */
  Hearing unreadable(String why) {
    return new Hearing(due, call, response, reply.unreadable(why), view, now);
  }

  /** The same, where Graph may not ask to wait for as long as it does. */
  Hearing waitingAtMost(Duration most) {
    return new Hearing(due, call, response, reply.waitingAtMost(most), view, now);
  }

  /** The same, where an exception of ours kept what came back from being read or judged. */
  Hearing failed(Throwable failure) {
    return new Hearing(due, call, response, reply.failed(failure), view, now);
  }

  /** For the history of attempts. */
  AttemptResult answer() {
    return reply.answer(call);
  }

  boolean isList() {
    return call instanceof GraphCall.OfList;
  }

  /** Whether the request, sent twice, may make two of what should be one. */
  boolean canDouble() {
    return !isList() && !due.change().operation().isIdempotent(call.request().method());
  }

  /** Whether an earlier lost answer still waits for a look to settle it. */
  boolean isLook() {
    return isList() && due.phase() == Phase.LOOK && !due.change().operation().isIdempotent("POST");
  }

  /** Id of the object that the request addresses; null where there is none. */
  String objectId() {
    return call instanceof GraphCall.OfChange change ? change.objectId() : null;
  }

  /**
   * Id of the object, addressed by name, that a request went to which may have been carried out:
   * the next one goes to the same, as it may have another name by now. Null where there is none.
   */
  String triedId() {
    boolean mayBeDone = reply.kind() == Reply.Kind.LOST || reply.kind() == Reply.Kind.THROTTLED;
    return mayBeDone
            && call instanceof GraphCall.OfChange change
            && change.reference() != null
            && change.reference().isByName()
        ? change.objectId()
        : null;
  }

  /** Id of the object that is changed, for the outcome; null where it is not known. */
  String changedId() {
    return switch (due.change().operation().effect()) {
      case LINK, UNLINK -> due.change().target().objectId();
      case CREATE, UPDATE, UPSERT, DELETE, APPEND ->
          objectId() == null ? due.resourceId() : objectId();
    };
  }
}
