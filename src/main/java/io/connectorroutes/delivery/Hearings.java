package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphBatch;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.LedgerView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes one call apart: each Graph request in it is judged by its own reply. */
final class Hearings {
  private final Claimed<GraphCall> claimed;
  private final LedgerView view;
  private final InternalErrors errors;
  private final Instant now;
  private final Map<Long, DueChange> changes;

  Hearings(Claimed<GraphCall> claimed, LedgerView view, InternalErrors errors) {
    this.errors = errors;
    this.claimed = claimed;
    this.view = view;
    this.now = view.now();
    this.changes =
        claimed.changes().stream().collect(Collectors.toMap(DueChange::seq, Function.identity()));
  }

  /** Where no answer came. */
  List<Hearing> of(Throwable failure) {
    Reply reply = Replies.of(failure);
    return each(call -> hearing(call, null, reply));
  }

  /** Where an answer came. */
  List<Hearing> of(GraphResponse response) {
    GraphCall call = claimed.request();
    if (call instanceof GraphCall.OfBatch && isSuccess(response)) {
      return ofItems(response);
    }
    return each(part -> hearing(part, response, reply(part, response, call.request())));
  }

  /**
   * Whether Graph refused a batch as a whole for what is in it: then one of its items is to blame,
   * and none of them was done.
   */
  boolean isRefusedAsAWhole(GraphResponse response, List<Hearing> each) {
    return claimed.request() instanceof GraphCall.OfBatch
        && !isSuccess(response)
        && each.stream()
            .map(Hearing::kind)
            .allMatch(kind -> kind == Reply.Kind.REFUSED || kind == Reply.Kind.NOT_FOUND);
  }

  private List<Hearing> ofItems(GraphResponse response) {
    List<GraphCall.Single> parts = claimed.request().parts();
    List<Optional<GraphResponse>> items;
    try {
      items = GraphBatch.responses(response, parts.size());
    } catch (IOException e) {
      Reply whole = Replies.of(response, claimed.request().request(), now);
      return each(part -> hearing(part, response, whole.unreadable(e.getMessage())));
    }
    List<Hearing> hearings = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      hearings.add(ofItem(parts.get(i), items.get(i)));
    }
    return List.copyOf(hearings);
  }

  private Hearing ofItem(GraphCall.Single part, Optional<GraphResponse> item) {
    return item.map(answer -> hearing(part, answer, reply(part, answer, part.request())))
        .orElseGet(() -> hearing(part, null, Replies.missing()));
  }

  private Reply reply(GraphCall.Single part, GraphResponse response, GraphRequest request) {
    try {
      return Replies.of(response, request, now);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("the answer to change " + change(part).change().changeId(), e);
      return Replies.unread(response, e);
    }
  }

  private List<Hearing> each(Function<GraphCall.Single, Hearing> hearing) {
    return claimed.request().parts().stream().map(hearing).toList();
  }

  private Hearing hearing(GraphCall.Single call, GraphResponse response, Reply reply) {
    return new Hearing(change(call), call, response, reply, view, now);
  }

  private DueChange change(GraphCall.Single call) {
    DueChange due = changes.get(call.seq());
    if (due == null) {
      throw new IllegalArgumentException("the claim lacks its change " + call.seq());
    }
    return due;
  }

  private static boolean isSuccess(GraphResponse response) {
    return response.status() >= 200 && response.status() < 300;
  }
}
