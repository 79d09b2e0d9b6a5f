package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;
import io.connectorroutes.text.ShownTime;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** A table with aligned columns; columns whose cells are all numbers are aligned to the right. */
public final class TextTable {
  private static final String GAP = "  ";

  /** What is left of a cell at least. */
  private static final int SHORTEST = 12;

  private final List<List<String>> rows = new ArrayList<>();
  private int most = Integer.MAX_VALUE;

  public TextTable(String... header) {
    this(Arrays.asList(header));
  }

  TextTable(List<String> header) {
    rows.add(List.copyOf(header));
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column of the header, as {@link #cell} shows them
   */
  public void add(Object... cells) {
    add(Arrays.asList(cells));
  }

  /** As above. */
  void add(List<?> cells) {
    rows.add(cells.stream().map(TextTable::cell).toList());
  }

  /** A value in one line: a time in UTC to the second, null as an empty text. */
  static String cell(Object value) {
    return value instanceof Instant time
        ? ShownTime.of(time)
        : PrintableText.text(Objects.toString(value, ""));
  }

  /**
   * The same in lines of at most so many columns, where that can be had by shortening the cells of
   * the first column in their middle.
   */
  public TextTable within(int width) {
    most = width;
    return this;
  }

  /** Whether no line is too long. */
  boolean fits() {
    return lines().stream().allMatch(line -> Screen.length(line) <= most);
  }

  public void print(PrintWriter out) {
    lines().forEach(out::println);
  }

  /** The header, and a line for each row. */
  public List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = IntStream.range(0, columns).map(this::width).toArray();
    boolean[] numeric = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      numeric[column] = isNumeric(column);
    }
    int over = IntStream.of(widths).sum() + GAP.length() * (columns - 1) - most;
    if (over > 0) {
      widths[0] = Math.max(Math.min(widths[0], SHORTEST), widths[0] - over);
    }
    return rows.stream().map(row -> line(row, widths, numeric).stripTrailing()).toList();
  }

  private static String line(List<String> row, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = column == 0 ? Screen.shortened(row.get(0), widths[0]) : row.get(column);
      String padding = " ".repeat(widths[column] - Screen.length(cell));
      line.append(column == 0 ? "" : GAP);
      line.append(numeric[column] ? padding + cell : cell + padding);
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> Screen.length(row.get(column))).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.stream().skip(1).allMatch(row -> row.get(column).matches("\\d*"));
  }
}
