package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;

/** Rows of a file that cannot be read, each with the reason; there may be any number of them. */
public final class UnreadableRows {
  /** Each the number of a row, a blank and the reason. */
  private final HeldLines rows = new HeldLines();

  private int count;

  /** What is done with a row. */
  @FunctionalInterface
  interface Taker {
    void take(int row, String problem);
  }

  /** Takes a row, in the order of the file. */
  public void add(int row, String problem) {
    rows.add(row + " " + PrintableText.text(problem));
    count++;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Gives all of them, once. */
  void forEach(Taker taker) {
    rows.forEach(
        line -> {
          int blank = line.indexOf(' ');
          taker.take(Integer.parseInt(line.substring(0, blank)), line.substring(blank + 1));
        });
  }
}
