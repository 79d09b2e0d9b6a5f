package io.connectorroutes.delivery;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.UnfinishedList;
import java.time.Instant;
import java.util.Optional;

/** Builds the calls that steps ask for. */
final class CallFactory {
  private final GraphRequests requests;
  private final GraphLists lists;

  CallFactory(GraphRequests requests, GraphLists lists) {
    this.requests = requests;
    this.lists = lists;
  }

  /**
   * The request of the change's operation.
   *
   * @param objectId id of the object that it addresses; null where it addresses none
   * @param listedAt when the list began that gave the id; null where it was given
   */
  GraphCall.OfChange send(DueChange due, String objectId, Instant listedAt) {
    ObjectReference reference = due.change().reference().orElse(null);
    return new GraphCall.OfChange(
        requests.of(due.change(), due.account(), objectId),
        due.seq(),
        Phase.SEND,
        reference,
        objectId,
        listedAt);
  }

  /** The PATCH of the object that was found after a lost answer. */
  GraphCall.OfChange complete(DueChange due) {
    ObjectKind kind = due.change().operation().kind();
    return new GraphCall.OfChange(
        requests.completion(due.change(), due.account(), due.resourceId()),
        due.seq(),
        Phase.COMPLETE,
        new ObjectReference(kind, due.resourceId(), null),
        due.resourceId(),
        null);
  }

  /** The next page of a list, or the first one of a new list. */
  GraphCall.OfList page(DueChange due, NextStep.List step, LedgerView view) {
    String account = due.account();
    ObjectKind kind = step.kind();
    Optional<UnfinishedList> list =
        step.goesOn() ? view.directory().unfinished(kind) : Lookup.unfinished(view, kind);
    return new GraphCall.OfList(
        list.map(unfinished -> lists.nextPage(unfinished.nextPage(), account))
            .orElseGet(() -> lists.firstPage(kind, account)),
        due.seq(),
        kind,
        list.isEmpty(),
        list.map(UnfinishedList::startedAt).orElseGet(view::now));
  }
}
