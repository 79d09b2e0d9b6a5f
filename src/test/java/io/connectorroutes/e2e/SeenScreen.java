package io.connectorroutes.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a terminal shows of what was written to it. It knows what the program uses: the beginning of
 * the line, the next line and the one before, the upper left corner, the rest of the line or of the
 * window away, and colours, which it leaves out; anything else is an error.
 */
final class SeenScreen {
  private static final Pattern PART = Pattern.compile("\u001b\\[([0-9;?]*)([A-Za-z])|(?s:.)");

  private final int columns;
  private final int rows;

  /** The last ones are in the window. */
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));

  private int top;
  private int row;
  private int column;

  private SeenScreen(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  static SeenScreen of(String written, int columns, int rows) {
    SeenScreen screen = new SeenScreen(columns, rows);
    Matcher part = PART.matcher(written);
    while (part.find()) {
      if (part.group(2) == null) {
        screen.sign(part.group().charAt(0));
      } else {
        screen.sequence(part.group(1) + part.group(2));
      }
    }
    return screen;
  }

  private void sign(char sign) {
    if (sign == '\r') {
      column = 0;
    } else if (sign == '\n') {
      nextRow();
    } else {
      if (sign < ' ') {
        throw new AssertionError("a control character: " + (int) sign);
      }
      if (column == columns) {
        column = 0;
        nextRow();
      }
      StringBuilder line = lines.get(row);
      while (line.length() <= column) {
        line.append(' ');
      }
      line.setCharAt(column++, sign);
    }
  }

  private void sequence(String sequence) {
    if (sequence.equals("K")) {
      cut();
    } else if (sequence.equals("H")) {
      row = top;
      column = 0;
    } else if (sequence.equals("1A")) {
      row = Math.max(top, row - 1);
    } else if (sequence.equals("J")) {
      cut();
      lines.subList(row + 1, lines.size()).clear();
    } else if (!sequence.endsWith("m")) {
      throw new AssertionError("a control sequence: " + sequence);
    }
  }

  private void cut() {
    StringBuilder line = lines.get(row);
    line.setLength(Math.min(line.length(), column));
  }

  private void nextRow() {
    row++;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
    top = Math.max(top, row - rows + 1);
  }

  /** Those in the window and those above it. */
  List<String> lines() {
    return lines.stream().map(StringBuilder::toString).toList();
  }

  /** Those that have left the window. */
  int scrolled() {
    return top;
  }
}
