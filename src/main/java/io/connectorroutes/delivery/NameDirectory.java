package io.connectorroutes.delivery;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.ListedObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The names of a tenant's objects, from lists, for a bounded time. In memory only: after a crash a
 * list is read again. Of the tenants that were not asked for longest, it forgets first. Thread
 * safe.
 */
public final class NameDirectory {
  /** How long a list is used for names; what we change ourselves is followed meanwhile. */
  static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** Of a list with more pages than this no more is read. */
  static final int MAX_PAGES = 1_000;

  private static final int MAX_OBJECTS = 200_000;

  private final int maxObjects;
  private final Map<String, Map<ObjectKind, Listing>> accounts =
      new LinkedHashMap<>(16, 0.75f, true);

  /** An empty directory of the usual size. */
  public NameDirectory() {
    this(MAX_OBJECTS);
  }

  /**
   * An empty directory.
   *
   * @param maxObjects most objects over all tenants; one tenant alone may have more
   */
  NameDirectory(int maxObjects) {
    this.maxObjects = maxObjects;
  }

  /**
   * The objects that have that name.
   *
   * @param from the oldest start of a list that may be used
   * @return empty where there is no such list, or it is too old
   */
  synchronized Optional<Found> named(
      String account, ObjectKind kind, String name, Instant from, Instant now) {
    return complete(account, kind, from, now)
        .map(snapshot -> new Found(snapshot.startedAt(), snapshot.named(name)));
  }

  /** The object of that id; as {@link #named}. */
  synchronized Optional<Found> withId(
      String account, ObjectKind kind, String id, Instant from, Instant now) {
    return complete(account, kind, from, now)
        .map(
            snapshot ->
                new Found(snapshot.startedAt(), snapshot.byId(id).map(List::of).orElse(List.of())));
  }

  /** When the last whole list began, however old it is. */
  synchronized Optional<Instant> listedAt(String account, ObjectKind kind) {
    return Optional.ofNullable(listing(account, kind).complete).map(Snapshot::startedAt);
  }

  /**
   * The path of the next page where a list is being read; else a new list begins, now.
   *
   * @return empty for the first page
   */
  synchronized Optional<String> nextPage(String account, ObjectKind kind, Instant now) {
    Listing listing = listing(account, kind);
    if (listing.growing == null || isOld(listing.growing, now)) {
      listing.begin(now);
    }
    return Optional.ofNullable(listing.nextPath);
  }

  /**
   * Takes in a page of the list that is being read.
   *
   * @param nextPath path of the next page; null where this was the last
   * @return whether the list goes on, or has ended; else it is given up
   */
  synchronized Fed feed(
      String account, ObjectKind kind, List<ListedObject> objects, String nextPath) {
    Listing listing = listing(account, kind);
    if (listing.growing == null) {
      return Fed.TAKEN; // forgotten meanwhile: it begins anew when asked for
    }
    objects.forEach(listing.growing::put);
    forgetOthers(account);
    return listing.advance(nextPath);
  }

  /** When the list that is being read began, if there are pages of it already. */
  synchronized Optional<Instant> growingSince(String account, ObjectKind kind) {
    Listing listing = listing(account, kind);
    return Optional.ofNullable(listing.nextPath).map(page -> listing.growing.startedAt());
  }

  /** Whether further pages of a list are to come, from a list that can still be used. */
  synchronized boolean isBeingRead(String account, ObjectKind kind, Instant now) {
    Listing listing = listing(account, kind);
    return listing.nextPath != null && !isOld(listing.growing, now);
  }

  /** Gives up the list that is being read: the next look begins a new one. */
  synchronized void abandon(String account, ObjectKind kind) {
    listing(account, kind).abandon();
  }

  /** Forgets what is known: an id from it turned out wrong. */
  synchronized void drop(String account, ObjectKind kind) {
    Map<ObjectKind, Listing> listings = accounts.get(account);
    if (listings != null) {
      listings.remove(kind);
    }
  }

  /** Notes an object that we have created: it is known from then on, also without a list. */
  synchronized void created(String account, ObjectKind kind, ListedObject object, Instant now) {
    Listing listing = listing(account, kind);
    if (listing.ours == null || isOld(listing.ours, now)) {
      listing.ours = new Snapshot(now);
    }
    listing.ours.put(object);
    put(account, kind, object);
    forgetOthers(account);
  }

  /**
   * The objects of that name that we have created lately; there may be others of that name.
   *
   * @return empty where there is none
   */
  synchronized Optional<Found> created(String account, ObjectKind kind, String name, Instant now) {
    return Optional.ofNullable(listing(account, kind).ours)
        .filter(snapshot -> !isOld(snapshot, now))
        .map(snapshot -> new Found(snapshot.startedAt(), snapshot.named(name)))
        .filter(found -> !found.objects().isEmpty());
  }

  /** Notes an object as we have changed it. */
  synchronized void put(String account, ObjectKind kind, ListedObject object) {
    update(account, kind, snapshot -> snapshot.put(object));
    Listing listing = listing(account, kind);
    if (listing.ours != null && listing.ours.byId(object.id()).isPresent()) {
      listing.ours.put(object);
    }
  }

  /** Notes that we have deleted an object. */
  synchronized void remove(String account, ObjectKind kind, String id) {
    update(account, kind, snapshot -> snapshot.remove(id));
    Listing listing = listing(account, kind);
    if (listing.ours != null) {
      listing.ours.remove(id);
    }
  }

  /** What is known of an object, however old. */
  synchronized Optional<ListedObject> known(String account, ObjectKind kind, String id) {
    Listing listing = listing(account, kind);
    return Optional.ofNullable(listing.complete)
        .flatMap(snapshot -> snapshot.byId(id))
        .or(() -> Optional.ofNullable(listing.ours).flatMap(snapshot -> snapshot.byId(id)));
  }

  private Optional<Snapshot> complete(String account, ObjectKind kind, Instant from, Instant now) {
    return Optional.ofNullable(listing(account, kind).complete)
        .filter(snapshot -> !isOld(snapshot, now) && !snapshot.startedAt().isBefore(from));
  }

  private static boolean isOld(Snapshot snapshot, Instant now) {
    return snapshot.startedAt().plus(MAX_AGE).isBefore(now);
  }

  private Listing listing(String account, ObjectKind kind) {
    return accounts
        .computeIfAbsent(account, a -> new EnumMap<>(ObjectKind.class))
        .computeIfAbsent(kind, k -> new Listing());
  }

  private void update(String account, ObjectKind kind, Consumer<Snapshot> update) {
    Listing listing = listing(account, kind);
    if (listing.complete != null) {
      update.accept(listing.complete);
    }
    if (listing.growing != null) {
      update.accept(listing.growing);
    }
  }

  private void forgetOthers(String account) {
    int objects = accounts.values().stream().mapToInt(NameDirectory::size).sum();
    Iterator<Map.Entry<String, Map<ObjectKind, Listing>>> oldest = accounts.entrySet().iterator();
    while (objects > maxObjects && oldest.hasNext()) {
      Map.Entry<String, Map<ObjectKind, Listing>> other = oldest.next();
      if (!other.getKey().equals(account)) {
        objects -= size(other.getValue());
        oldest.remove();
      }
    }
  }

  private static int size(Map<ObjectKind, Listing> listings) {
    return listings.values().stream().mapToInt(Listing::size).sum();
  }

  /** What became of a page. */
  enum Fed {
    TAKEN,
    /** It leads back to a page that was read before. */
    LOOP,
    /** There are more pages than are read. */
    TOO_LONG
  }

  /**
   * What a list shows of a name or an id.
   *
   * @param startedAt when the list began
   * @param objects never null
   */
  record Found(Instant startedAt, List<ListedObject> objects) {}

  /**
   * The last whole list of one kind, the one that is being read page by page, and what we have
   * created.
   */
  private static final class Listing {
    private Snapshot ours;
    private Snapshot complete;
    private Snapshot growing;
    private String nextPath;
    private final Set<String> pathsSeen = new HashSet<>();

    void begin(Instant now) {
      abandon();
      growing = new Snapshot(now);
    }

    Fed advance(String path) {
      if (path == null) {
        complete = growing;
        abandon();
        return Fed.TAKEN;
      }
      if (!pathsSeen.add(path)) {
        abandon();
        return Fed.LOOP;
      }
      if (pathsSeen.size() >= MAX_PAGES) {
        abandon();
        return Fed.TOO_LONG;
      }
      nextPath = path;
      return Fed.TAKEN;
    }

    void abandon() {
      growing = null;
      nextPath = null;
      pathsSeen.clear();
    }

    int size() {
      return Stream.of(
              Optional.ofNullable(complete),
              Optional.ofNullable(growing),
              Optional.ofNullable(ours))
          .flatMap(Optional::stream)
          .mapToInt(Snapshot::size)
          .sum();
    }
  }
}
