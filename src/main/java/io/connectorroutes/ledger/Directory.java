package io.connectorroutes.ledger;

import io.connectorroutes.change.operation.ObjectKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the objects of one account are called: as the last whole list showed them and our own
 * changes, settled since, have left them. Before any list that is what our own changes have
 * created. Read only.
 */
public interface Directory {

  /**
   * When the last whole list began, however long ago.
   *
   * @return empty where none was read, or an id from it turned out wrong
   */
  Optional<Instant> listedAt(ObjectKind kind);

  /** Whether a whole list of that kind was ever read. */
  boolean wasListed(ObjectKind kind);

  /** The objects that have that name; only a whole list tells that there are no others. */
  List<KnownObject> named(ObjectKind kind, String name);

  /** The object of that id; empty where it is not known, or known to be gone. */
  Optional<KnownObject> withId(ObjectKind kind, String id);

  /** When a change of ours created that object; empty where none did. */
  Optional<Instant> createdAt(ObjectKind kind, String id);

  /** The list that is being read; empty where none is. */
  Optional<UnfinishedList> unfinished(ObjectKind kind);
}
