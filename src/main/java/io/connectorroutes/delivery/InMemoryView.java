package io.connectorroutes.delivery;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.Directory;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.ListUpdate;
import io.connectorroutes.ledger.UnfinishedList;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the planner is shown for one change without a ledger: a list that is read for it, page by
 * page. Time stands still meanwhile, so that the list is as young as the change. For one thread.
 */
final class InMemoryView implements LedgerView, Directory {
  private final Instant now;
  private final Map<String, ListedObject> objects = new LinkedHashMap<>();
  private final Set<String> pages = new HashSet<>();

  /** Null until a page was read. */
  private ListUpdate.Page last;

  InMemoryView(Instant now) {
    this.now = now;
  }

  /** A page was read; all of them are of one list. */
  void take(ListUpdate.Page page) {
    last = page;
    page.objects().forEach(object -> objects.put(object.id(), object));
    if (page.nextPage() != null) {
      pages.add(page.nextPage());
    }
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Directory directory() {
    return this;
  }

  @Override
  public int hostFailures() {
    return 0;
  }

  @Override
  public boolean mayHaveBeenDone(long seq) {
    return false;
  }

  @Override
  public Optional<Instant> listedAt(ObjectKind kind) {
    return read(kind).filter(page -> page.nextPage() == null).map(ListUpdate.Page::startedAt);
  }

  /** No list is read for what has no name: nobody looks for an object whose answer is lost. */
  @Override
  public boolean wasListed(ObjectKind kind) {
    return true;
  }

  @Override
  public List<KnownObject> named(ObjectKind kind, String name) {
    return objects.values().stream()
        .filter(object -> name.equals(object.name()))
        .map(this::known)
        .toList();
  }

  @Override
  public Optional<KnownObject> withId(ObjectKind kind, String id) {
    return Optional.ofNullable(objects.get(id)).map(this::known);
  }

  @Override
  public Optional<Instant> createdAt(ObjectKind kind, String id) {
    return Optional.empty();
  }

  @Override
  public Optional<UnfinishedList> unfinished(ObjectKind kind) {
    return read(kind)
        .filter(page -> page.nextPage() != null)
        .map(
            page ->
                new UnfinishedList(
                    page.startedAt(), page.nextPage(), pages.size(), pages::contains));
  }

  private Optional<ListUpdate.Page> read(ObjectKind kind) {
    return Optional.ofNullable(last).filter(page -> page.kind() == kind);
  }

  private KnownObject known(ListedObject object) {
    return new KnownObject(object, now, null);
  }
}
