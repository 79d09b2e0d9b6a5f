package io.connectorroutes.delivery;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.ledger.Directory;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.UnfinishedList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks the directory for what a list of the last minutes shows.
 *
 * @param listedAt when the list began
 * @param objects never null
 */
record Lookup(Instant listedAt, List<KnownObject> objects) {
  /** How long names are resolved by a list; what we change ourselves is followed meanwhile. */
  static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** Of a list with more pages than this no more is read. */
  static final int MAX_PAGES = 1_000;

  /**
   * The objects that have that name.
   *
   * @param from the oldest start of a list that may be used
   * @return empty where there is no such list, or it is too old
   */
  static Optional<Lookup> named(LedgerView view, ObjectKind kind, String name, Instant from) {
    return in(view, kind, from, directory -> directory.named(kind, name));
  }

  /** The object of that id; as {@link #named}. */
  static Optional<Lookup> withId(LedgerView view, ObjectKind kind, String id, Instant from) {
    return in(view, kind, from, directory -> directory.withId(kind, id).stream().toList());
  }

  private static Optional<Lookup> in(
      LedgerView view,
      ObjectKind kind,
      Instant from,
      Function<Directory, List<KnownObject>> objects) {
    return view.directory()
        .listedAt(kind)
        .filter(at -> !isOld(at, view) && !at.isBefore(from))
        .map(at -> new Lookup(at, objects.apply(view.directory())));
  }

  /** The list that is being read, where it can still be used when it is whole. */
  static Optional<UnfinishedList> unfinished(LedgerView view, ObjectKind kind) {
    return view.directory().unfinished(kind).filter(list -> !isOld(list.startedAt(), view));
  }

  /** Whether a time is so long ago that no list from then resolves a name. */
  static boolean isOld(Instant time, LedgerView view) {
    return time.plus(MAX_AGE).isBefore(view.now());
  }
}
