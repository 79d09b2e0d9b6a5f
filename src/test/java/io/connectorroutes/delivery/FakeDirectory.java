package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.Directory;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.ListUpdate;
import io.connectorroutes.ledger.UnfinishedList;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A directory in memory, of one tenant, for what delivery asks of one. */
final class FakeDirectory implements Directory {
  private static final class OfKind {
    private Map<String, ListedObject> objects = new LinkedHashMap<>();
    private final Map<String, Instant> firstSeen = new HashMap<>();
    private final Map<String, Instant> created = new HashMap<>();
    private Instant listedAt;
    private Map<String, ListedObject> pages;
    private UnfinishedList unfinished;
  }

  /** Whether lists were read before the test. */
  boolean wasListed = true;

  private final Map<ObjectKind, OfKind> kinds = new EnumMap<>(ObjectKind.class);

  private OfKind of(ObjectKind kind) {
    return kinds.computeIfAbsent(kind, k -> new OfKind());
  }

  @Override
  public Optional<Instant> listedAt(ObjectKind kind) {
    return Optional.ofNullable(of(kind).listedAt);
  }

  @Override
  public boolean wasListed(ObjectKind kind) {
    return wasListed;
  }

  @Override
  public List<KnownObject> named(ObjectKind kind, String name) {
    return of(kind).objects.values().stream()
        .filter(object -> name.equals(object.name()))
        .map(object -> known(kind, object))
        .toList();
  }

  @Override
  public Optional<KnownObject> withId(ObjectKind kind, String id) {
    return Optional.ofNullable(of(kind).objects.get(id)).map(object -> known(kind, object));
  }

  @Override
  public Optional<Instant> createdAt(ObjectKind kind, String id) {
    return Optional.ofNullable(of(kind).created.get(id));
  }

  @Override
  public Optional<UnfinishedList> unfinished(ObjectKind kind) {
    return Optional.ofNullable(of(kind).unfinished);
  }

  private KnownObject known(ObjectKind kind, ListedObject object) {
    OfKind of = of(kind);
    return new KnownObject(object, of.firstSeen.get(object.id()), of.created.get(object.id()));
  }

  /** The ledger learned of that id then. */
  void seen(ObjectKind kind, String id, Instant at) {
    of(kind).firstSeen.putIfAbsent(id, at);
  }

  /** A change of ours created that object then. */
  void created(ObjectKind kind, String id, Instant at) {
    seen(kind, id, at);
    of(kind).created.put(id, at);
  }

  /** Requests are about to leave. */
  void sending(List<DueChange> due, List<Intent> intents) {
    for (DueChange change : due) {
      if (change.change().operation().isDelete()
          && intents.stream()
              .filter(intent -> intent.kind() == Intent.Kind.CHANGE)
              .anyMatch(intent -> intent.seq() == change.seq())) {
        giveUp(change.change().operation().kind());
      }
    }
  }

  /** What the ledger's directory does when that is settled. */
  void follow(Claimed<?> claim, ClaimResult result, Instant now) {
    // First the lists: what we changed since they began wins over their pages.
    result.lists().forEach(update -> take(update, now));
    for (Decision decision : result.decisions()) {
      if (decision instanceof Decision.Settle settle) {
        claim.changes().stream()
            .filter(due -> due.seq() == settle.seq())
            .forEach(due -> follow(due, settle, now));
      }
    }
  }

  private void follow(DueChange due, Decision.Settle settle, Instant now) {
    ObjectKind kind = due.change().operation().kind();
    String id = settle.resourceId();
    if (settle.outcome() != Outcome.APPLIED && settle.outcome() != Outcome.NO_OP) {
      return;
    }
    switch (due.change().operation().effect()) {
      case CREATE, UPSERT -> {
        if (id == null) {
          take(new ListUpdate.Wrong(kind), now);
        } else {
          created(kind, id, now);
          put(kind, ListedObject.of(id, due.change().properties()));
        }
      }
      case UPDATE -> put(kind, changed(kind, ListedObject.of(id, due.change().properties())));
      case DELETE -> remove(kind, id);
      case APPEND, LINK, UNLINK -> {}
    }
  }

  private ListedObject changed(ObjectKind kind, ListedObject object) {
    ListedObject before = of(kind).objects.getOrDefault(object.id(), object);
    return new ListedObject(
        object.id(),
        object.name() == null ? before.name() : object.name(),
        object.targetUrl() == null ? before.targetUrl() : object.targetUrl(),
        object.authentication(),
        object.username(),
        object.thumbprints());
  }

  /** A change of ours left an object so. */
  void put(ObjectKind kind, ListedObject object) {
    of(kind).objects.put(object.id(), object);
    if (of(kind).pages != null) {
      of(kind).pages.put(object.id(), object);
    }
  }

  /** A change of ours deleted an object. */
  void remove(ObjectKind kind, String id) {
    of(kind).objects.remove(id);
    if (of(kind).pages != null) {
      of(kind).pages.remove(id);
    }
  }

  /** The list that is being read is given up. */
  void giveUp(ObjectKind kind) {
    of(kind).unfinished = null;
    of(kind).pages = null;
  }

  void take(ListUpdate update, Instant now) {
    OfKind of = of(update.kind());
    if (update instanceof ListUpdate.Page page) {
      if (page.isFirst()) {
        giveUp(page.kind());
        of.pages = new LinkedHashMap<>();
      }
      take(of, page, now);
    } else {
      giveUp(update.kind());
      if (update instanceof ListUpdate.Wrong) {
        of.listedAt = null;
      }
    }
  }

  private void take(OfKind of, ListUpdate.Page page, Instant now) {
    if (of.pages == null) {
      return;
    }
    for (ListedObject object : page.objects()) {
      seen(page.kind(), object.id(), now);
      of.pages.put(object.id(), object);
    }
    if (page.nextPage() == null) {
      of.objects = of.pages;
      of.listedAt = page.startedAt();
      wasListed = true;
      giveUp(page.kind());
    } else {
      Set<String> read = new HashSet<>(Set.of(page.nextPage()));
      UnfinishedList before = of.unfinished;
      of.unfinished =
          new UnfinishedList(
              page.startedAt(),
              page.nextPage(),
              before == null ? 1 : before.pages() + 1,
              path -> read.contains(path) || (before != null && before.isRead().test(path)));
    }
  }
}
