package io.connectorroutes.ledger;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.ListedObject;
import java.time.Instant;
import java.util.List;

/** What an answer tells of the lists of a tenant's objects. */
public sealed interface ListUpdate {
  /** What is listed. */
  ObjectKind kind();

  /**
   * A page was read. Of no use where its list was given up meanwhile.
   *
   * @param startedAt when the first page of its list was asked for, by the ledger's time
   * @param isFirst whether the list begins with it
   * @param objects what it shows
   * @param nextPage path of the next page; null on the last one
   */
  record Page(
      ObjectKind kind,
      Instant startedAt,
      boolean isFirst,
      List<ListedObject> objects,
      String nextPage)
      implements ListUpdate {}

  /** The list that is being read is given up: the next one begins with its first page. */
  record GivenUp(ObjectKind kind) implements ListUpdate {}

  /** An id from the last whole list turned out wrong: no name is resolved by that list again. */
  record Wrong(ObjectKind kind) implements ListUpdate {}
}
