package io.connectorroutes.app.command;

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
}
