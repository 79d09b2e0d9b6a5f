package io.connectorroutes.app.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  public void add(String... cells) {
    add(Arrays.asList(cells));
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column of the header, printable
   */
  public void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  public void print(PrintWriter out) {
    rows.forEach(row -> out.println(line(row).stripTrailing()));
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String padding = " ".repeat(width(column) - length(cell));
      line.append(column == 0 ? "" : GAP);
      line.append(isNumeric(column) ? padding + cell : cell + padding);
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
