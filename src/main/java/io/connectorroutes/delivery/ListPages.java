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
    if (!directory.feed(account, call.kind(), page.objects(), next.orElse(null))) {
      return failed(
          hearing, "listHasNoEnd", "Graph's list leads back to a page that was read before");
    }
    List<KnownObject> seen =
        page.objects().stream().map(o -> new KnownObject(call.kind(), o.id(), o.name())).toList();
    Optional<Listed> ended =
        next.isPresent()
            ? Optional.empty()
            : directory
                .listedAt(account, call.kind())
                .map(startedAt -> new Listed(call.kind(), startedAt));
    return new Ruling(Optional.empty(), seen, ended);
  }

  private static Ruling failed(Hearing hearing, String code, String message) {
    return Ruling.of(Settlements.lookFailed(hearing, code, message));
  }
}
