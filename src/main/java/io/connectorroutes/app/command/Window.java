package io.connectorroutes.app.command;

import java.util.List;

/**
 * How much a terminal shows at once.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
public record Window(int rows, int columns) {
  /** Where nobody knows. */
  public static final Window USUAL = new Window(24, Screen.WIDTH);

  /** How many rows a line takes. */
  int rowsOf(String line) {
    return Math.max(1, (Screen.length(line) + columns - 1) / columns);
  }

  /** How many rows lines take. */
  int rowsOf(List<String> lines) {
    return lines.stream().mapToInt(this::rowsOf).sum();
  }

  /** The first ones of lines that take at most so many rows together. */
  List<String> first(List<String> lines, int most) {
    int count = 0;
    for (int left = most; count < lines.size() && rowsOf(lines.get(count)) <= left; count++) {
      left -= rowsOf(lines.get(count));
    }
    return lines.subList(0, count);
  }
}
