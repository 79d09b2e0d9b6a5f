package io.connectorroutes.intake;

import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Rows in groups of a size; smaller where the rows are large, and at the end. */
public final class RowGroups implements Iterator<List<ReadRow>>, Closeable {
  /** Of text, in a group, and some more: it bounds what a group takes of the memory. */
  private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  private final RowReader rows;
  private final int size;

  /**
   * Groups of rows.
   *
   * @param rows closed with this
   * @param size most rows of a group
   */
  public RowGroups(RowReader rows, int size) {
    this.rows = rows;
    this.size = size;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public List<ReadRow> next() {
    List<ReadRow> group = new ArrayList<>(size);
    long begin = rows.charactersRead();
    do {
      group.add(rows.next());
    } while (group.size() < size
        && rows.charactersRead() - begin < MOST_CHARACTERS
        && rows.hasNext());
    return group;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
