package io.connectorroutes.camel;

import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Rows in groups of a size, the last one smaller. Camel's splitter closes it. */
public final class RowGroups implements Iterator<List<ReadRow>>, Closeable {
  private final RowReader rows;
  private final int size;
  private boolean failed;

  RowGroups(RowReader rows, int size) {
    this.rows = rows;
    this.size = size;
  }

  /** Fails once: the splitter that was told asks again for what it should let go of. */
  @Override
  public boolean hasNext() {
    return !failed && more();
  }

  @Override
  public List<ReadRow> next() {
    List<ReadRow> group = new ArrayList<>(size);
    do {
      group.add(rows.next());
    } while (group.size() < size && more());
    return group;
  }

  private boolean more() {
    try {
      return rows.hasNext();
    } catch (UncheckedIOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
