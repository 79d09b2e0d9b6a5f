package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** Text that fits the width of a terminal. */
final class Screen {
  /** Columns of the narrowest terminal that is reckoned with. */
  static final int WIDTH = 80;

  private static final String CUT = "…";

  private Screen() {}

  /**
   * A name of others in so many columns: of a longer one the middle is left out, as files are told
   * apart by their beginnings and ends.
   */
  static String shortened(String name, int width) {
    String shown = PrintableText.text(name);
    int length = length(shown);
    if (length <= width) {
      return shown;
    }
    int end = (width - 1) / 2;
    int begin = width - 1 - end;
    return shown.substring(0, shown.offsetByCodePoints(0, begin))
        + CUT
        + shown.substring(shown.offsetByCodePoints(shown.length(), -end));
  }

  /**
   * A text in lines of at most {@link #WIDTH} columns, broken at blanks, and within a word where
   * that alone is longer.
   *
   * @param first what the first line begins with
   * @param others what every other line begins with
   */
  static List<String> wrapped(String first, String others, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean isBegun = false;
    for (String word : PrintableText.text(text).split(" ", -1)) {
      String rest = word;
      if (isBegun && length(line.toString()) + 1 + length(rest) > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(others);
        isBegun = false;
      }
      // Further blanks where a line was broken go with the first.
      if (rest.isEmpty() && !isBegun && !lines.isEmpty()) {
        continue;
      }
      line.append(isBegun ? " " : "");
      for (int free = WIDTH - length(line.toString());
          length(rest) > free;
          free = WIDTH - length(others)) {
        int cut = rest.offsetByCodePoints(0, Math.max(0, free));
        lines.add((line + rest.substring(0, cut)).stripTrailing());
        rest = rest.substring(cut);
        line = new StringBuilder(others);
      }
      line.append(rest);
      isBegun = true;
    }
    lines.add(line.toString());
    return lines;
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
