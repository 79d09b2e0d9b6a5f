package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.ListPage;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.Listed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Takes the pages of lists into the directory of names. */
final class ListPages {
  private final NameDirectory directory;
  private final GraphLists lists;
  private final Retries retries;

  ListPages(NameDirectory directory, GraphLists lists, Retries retries) {
    this.directory = directory;
    this.lists = lists;
    this.retries = retries;
  }

  /** Takes a page in. */
  Ruling read(Hearing hearing, GraphCall.OfList call) {
    try {
      return read(hearing, call, ListPage.parse(hearing.response().body()));
    } catch (IOException e) {
      return Ruling.of(retries.afterFailure(hearing.unreadable(e.getMessage())));
    }
  }

  /** Gives up the list whose page was refused, if it was one. */
  void abandon(Hearing hearing) {
    if (hearing.call() instanceof GraphCall.OfList list) {
      directory.abandon(hearing.due().account(), list.kind());
    }
  }

  private Ruling read(Hearing hearing, GraphCall.OfList call, ListPage page) {
    Optional<String> next = Optional.ofNullable(page.nextLink()).flatMap(lists::pathOf);
    if (page.nextLink() != null && next.isEmpty()) {
      abandon(hearing);
      return failed(
          hearing,
          "nextLinkRefused",
          "Graph's list goes on at another address than graph.endpoint or the cloud's root;"
              + " it is not followed, as the token would go along");
    }
    String account = hearing.due().account();
    if (mayHaveGap(hearing, call)) {
      directory.abandon(account, call.kind());
      return new Ruling(Optional.empty(), seen(call, page), Optional.empty());
    }
    switch (directory.feed(account, call.kind(), page.objects(), next.orElse(null))) {
      case LOOP -> {
        return failed(
            hearing, "listHasNoEnd", "Graph's list leads back to a page that was read before");
      }
      case TOO_LONG -> {
        return Ruling.of(
            retries.afterFailure(
                hearing.unreadable(
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
    return new Ruling(Optional.empty(), seen(call, page), ended);
  }

  /**
   * Where pages go by number, what is deleted between two of them moves an object to the one that
   * was read already: such a list must not be believed. Our own deletes wait for it to end ({@link
   * Assembly}), those of other workers may not.
   */
  private boolean mayHaveGap(Hearing hearing, GraphCall.OfList call) {
    return directory
        .growingSince(hearing.due().account(), call.kind())
        .filter(since -> hearing.view().deletedSince(call.kind(), since))
        .isPresent();
  }

  private static List<KnownObject> seen(GraphCall.OfList call, ListPage page) {
    return page.objects().stream()
        .map(object -> new KnownObject(call.kind(), object.id(), object.name()))
        .toList();
  }

  private static Ruling failed(Hearing hearing, String code, String message) {
    return Ruling.of(Settlements.lookFailed(hearing, code, message));
  }
}
