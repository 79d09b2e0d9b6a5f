package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.ListPage;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Listed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Takes the pages of lists into the directory of names. */
final class ListPages {
  /**
   * What one answer leads to.
   *
   * @param decision empty where the change goes on at once
   * @param seen objects that it showed
   * @param listed the list that ended with it; empty for none
   */
  record Taken(Optional<Decision> decision, List<KnownObject> seen, Optional<Listed> listed) {
    static Taken of(Decision decision) {
      return new Taken(Optional.of(decision), List.of(), Optional.empty());
    }
  }

  private final NameDirectory directory;
  private final GraphLists lists;
  private final Retries retries;

  ListPages(NameDirectory directory, GraphLists lists, Retries retries) {
    this.directory = directory;
    this.lists = lists;
    this.retries = retries;
  }

  /** Takes a page in. */
  Taken take(Classified answer, GraphCall.OfList call, LedgerView view) {
    try {
      return take(answer, call, ListPage.parse(answer.response().body()), view);
    } catch (IOException e) {
      return Taken.of(retries.afterFailure(answer.unreadable(e.getMessage())));
    }
  }

  /** Gives up the list whose page was refused, if it was one. */
  void abandon(Classified answer) {
    if (answer.call() instanceof GraphCall.OfList list) {
      directory.abandon(answer.due().account(), list.kind());
    }
  }

  private Taken take(Classified answer, GraphCall.OfList call, ListPage page, LedgerView view) {
    Optional<String> next = Optional.ofNullable(page.nextLink()).flatMap(lists::pathOf);
    if (page.nextLink() != null && next.isEmpty()) {
      abandon(answer);
      return failed(
          answer,
          "nextLinkRefused",
          "Graph's list goes on at another address than graph.endpoint or the cloud's root;"
              + " it is not followed, as the token would go along");
    }
    String account = answer.due().account();
    if (mayHaveGap(answer, call, view)) {
      directory.abandon(account, call.kind());
      return new Taken(Optional.empty(), seen(call, page), Optional.empty());
    }
    switch (directory.feed(account, call.kind(), page.objects(), next.orElse(null))) {
      case LOOP -> {
        return failed(
            answer, "listHasNoEnd", "Graph's list leads back to a page that was read before");
      }
      case TOO_LONG -> {
        return Taken.of(
            retries.afterFailure(
                answer.unreadable(
                    "Graph's list has more than " + NameDirectory.MAX_PAGES + " pages")));
      }
      case TAKEN -> {}
    }
    Optional<Listed> ended =
        next.isPresent()
            ? Optional.empty()
            : directory
                .listedAt(account, call.kind())
                .map(startedAt -> new Listed(call.kind(), startedAt));
    return new Taken(Optional.empty(), seen(call, page), ended);
  }

  /**
   * Where pages go by number, what is deleted between two of them moves an object to the one that
   * was read already: such a list must not be believed. Our own deletes wait for it to end ({@link
   * BatchBuilder}), those of other workers may not.
   */
  private boolean mayHaveGap(Classified answer, GraphCall.OfList call, LedgerView view) {
    return directory
        .growingSince(answer.due().account(), call.kind())
        .filter(since -> view.deletedSince(call.kind(), since))
        .isPresent();
  }

  private static List<KnownObject> seen(GraphCall.OfList call, ListPage page) {
    return page.objects().stream()
        .map(object -> new KnownObject(call.kind(), object.id(), object.name()))
        .toList();
  }

  private static Taken failed(Classified answer, String code, String message) {
    return Taken.of(answer.lookFailed(code, message));
  }
}
