package io.connectorroutes.camel;

import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Rows in groups of a size, the last one smaller. Camel's splitter closes it. */
public final class RowGroups implements Iterator<List<ReadRow>>, Closeable {
  private final RowReader rows;
  private final int size;

  RowGroups(RowReader rows, int size) {
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
    do {
      group.add(rows.next());
    } while (group.size() < size && rows.hasNext());
    return group;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
