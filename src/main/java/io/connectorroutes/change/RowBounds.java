package io.connectorroutes.change;

/**
 * Bounds the work that one file can make, whatever it holds: rows, lines that are no rows, and rows
 * that are nothing but faults. For one thread.
 */
final class RowBounds {
  /** In a row: what is no table of changes is refused before it fills ledger, log and results. */
  private static final int MOST_WITHOUT_OBJECT = 100;

  /** Twice what a sheet holds. */
  private static final int MOST_EMPTY = 2_000_000;

  private final int mostRows;
  private int rows;
  private int empty;
  private int withoutObject;
  private ReadRow first;

  /** Bounds for a file of at most so many rows. */
  RowBounds(int mostRows) {
    this.mostRows = mostRows;
  }

  /** Whether there was no row so far. */
  boolean isEmpty() {
    return rows == 0;
  }

  /** Notes an empty line or row, which is skipped. */
  void skipped() throws MalformedFileException {
    empty++;
    if (empty > MOST_EMPTY) {
      throw new MalformedFileException(
          "the file has more than " + MOST_EMPTY + " empty rows: delete them");
    }
  }

  /** Notes a row. */
  void read(ReadRow row) throws MalformedFileException {
    rows++;
    if (rows > mostRows) {
      throw new MalformedFileException(
          "the file has more rows than inbox.max-rows ("
              + mostRows
              + "): split it, or raise inbox.max-rows");
    }
    if (!row.noObject()) {
      withoutObject = 0;
      return;
    }
    if (withoutObject == 0) {
      first = row;
    }
    withoutObject++;
    if (withoutObject == MOST_WITHOUT_OBJECT) {
      throw new MalformedFileException(
          MOST_WITHOUT_OBJECT
              + " rows in a row cannot be read, from row "
              + first.row()
              + " on: "
              + first.problem().message());
    }
  }
}
