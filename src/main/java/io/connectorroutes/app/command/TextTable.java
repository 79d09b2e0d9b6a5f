package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** A table with aligned columns; columns whose cells are all numbers are aligned to the right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

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
        ? time.truncatedTo(ChronoUnit.SECONDS).toString()
        : PrintableText.text(Objects.toString(value, ""));
  }

  public void print(PrintWriter out) {
    List<Column> columns =
        IntStream.range(0, rows.get(0).size())
            .mapToObj(column -> new Column(width(column), isNumeric(column)))
            .toList();
    rows.forEach(row -> out.println(line(row, columns).stripTrailing()));
  }

  /** What all rows have in common in it. */
  private record Column(int width, boolean isNumeric) {}

  private static String line(List<String> row, List<Column> columns) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      String padding = " ".repeat(columns.get(i).width - length(cell));
      line.append(i == 0 ? "" : GAP);
      line.append(columns.get(i).isNumeric ? padding + cell : cell + padding);
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.stream().skip(1).allMatch(row -> row.get(column).matches("\\d*"));
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
