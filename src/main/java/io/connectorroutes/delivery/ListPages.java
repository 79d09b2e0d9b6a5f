package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.ListPage;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.ListUpdate;
import io.connectorroutes.ledger.UnfinishedList;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the pages of lists. */
final class ListPages {
  private final GraphLists lists;
  private final Function<Classified, Decision> afterFailure;

  /**
   * Reads pages.
   *
   * @param afterFailure what becomes of a change whose page cannot be read
   */
  ListPages(GraphLists lists, Function<Classified, Decision> afterFailure) {
    this.lists = lists;
    this.afterFailure = afterFailure;
  }

  /** Reads a page. */
  Decided read(Classified answer, GraphCall.OfList call, LedgerView view) {
    try {
      return read(answer, call, ListPage.parse(answer.response().body()), view);
    } catch (IOException e) {
      return Decided.of(afterFailure.apply(answer.unreadable(e.getMessage())));
    }
  }

  private Decided read(Classified answer, GraphCall.OfList call, ListPage page, LedgerView view) {
    Optional<String> next = Optional.ofNullable(page.nextLink()).flatMap(lists::pathOf);
    if (page.nextLink() != null && next.isEmpty()) {
      return failed(
          answer,
          call,
          "nextLinkRefused",
          "Graph's list goes on at another address than graph.endpoint or the cloud's root;"
              + " it is not followed, as the token would go along");
    }
    Optional<UnfinishedList> before =
        call.isFirst() ? Optional.empty() : view.directory().unfinished(call.kind());
    if (next.isPresent() && before.filter(list -> list.isRead().test(next.get())).isPresent()) {
      return failed(
          answer, call, "listHasNoEnd", "Graph's list leads back to a page that was read before");
    }
    if (next.isPresent() && before.map(UnfinishedList::pages).orElse(0) >= Lookup.MAX_PAGES - 1) {
      return Decided.of(
          afterFailure.apply(
              answer.unreadable("Graph's list has more than " + Lookup.MAX_PAGES + " pages")),
          new ListUpdate.GivenUp(call.kind()));
    }
    return new Decided(
        Optional.empty(),
        List.of(
            new ListUpdate.Page(
                call.kind(), call.startedAt(), call.isFirst(), page.objects(), next.orElse(null))));
  }

  private static Decided failed(
      Classified answer, GraphCall.OfList call, String code, String message) {
    return Decided.of(answer.lookFailed(code, message), new ListUpdate.GivenUp(call.kind()));
  }
}
