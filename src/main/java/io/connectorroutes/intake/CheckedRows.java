package io.connectorroutes.intake;

import io.connectorroutes.change.ReadRow;
import io.connectorroutes.ledger.ReceivedRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Groups of a file's rows that are checked. While one is being recorded, the next one is read and
 * checked. For one thread; Camel's splitter closes it.
 */
public final class CheckedRows implements Iterator<ReceivedRow[]>, Closeable {
  private static final ReceivedRow[] END = {};

  private final RowGroups groups;
  private final Function<List<ReadRow>, ReceivedRow[]> check;
  private CompletableFuture<ReceivedRow[]> ahead;
  private ReceivedRow[] group;

  /**
   * Begins with the first group at once.
   *
   * @param groups closed with this
   * @param check gives the rows of a group, checked, in their order
   */
  public CheckedRows(RowGroups groups, Function<List<ReadRow>, ReceivedRow[]> check) {
    this.groups = groups;
    this.check = check;
    this.ahead = started();
  }

  private CompletableFuture<ReceivedRow[]> started() {
    return CompletableFuture.supplyAsync(() -> groups.hasNext() ? check.apply(groups.next()) : END);
  }

  @Override
  public boolean hasNext() {
    if (group == null) {
      group = finished();
      ahead = group == END ? ahead : started();
    }
    return group != END;
  }

  private ReceivedRow[] finished() {
    try {
      return ahead.join();
    } catch (CompletionException e) {
      // Fails once: the splitter that was told asks again for what it should let go of.
      group = END;
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public ReceivedRow[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ReceivedRow[] next = group;
    group = null;
    return next;
  }

  /** Not while the next group is being read. */
  @Override
  public void close() throws IOException {
    ahead.handle((rows, failure) -> null).join();
    groups.close();
  }
}
