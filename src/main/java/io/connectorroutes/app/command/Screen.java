package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** Text that fits the width of a terminal. */
public final class Screen {
  /** Columns of the narrowest terminal that is reckoned with. */
  public static final int WIDTH = 80;

  private static final String CUT = "…";

  /** Of a name: no file, job or change has a longer one. */
  private static final int LONGEST_NAME = 255;

  private static final int INDENT = 2;

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
   * A line in lines of at most {@link #WIDTH} columns, as {@link #wrapped(String, String, String)}:
   * what goes on is indented by two columns more.
   */
  static List<String> wrapped(String line) {
    if (length(line) <= WIDTH) {
      return List.of(PrintableText.text(line));
    }
    String text = line.stripLeading();
    String indent = " ".repeat(line.length() - text.length());
    return wrapped(indent, indent + " ".repeat(INDENT), text);
  }

  /**
   * A text in lines of at most {@link #WIDTH} columns, broken between its {@link Phrases}. A path
   * or an id that is too long for that stands whole in a line of its own, for whoever copies it,
   * indented as far as there is room; other words are broken.
   *
   * @param first what the first line begins with
   * @param others what every other line begins with
   */
  static List<String> wrapped(String first, String others, String text) {
    return wrapped(first, others, Phrases.of(PrintableText.text(text)));
  }

  /** The same, broken between these phrases, which are printable. */
  static List<String> wrapped(String first, String others, List<String> phrases) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean isBegun = false;
    for (String word : phrases) {
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
      if (isWhole(word) && length(line.toString()) + length(word) > WIDTH) {
        if (!line.toString().isBlank()) {
          lines.add(line.toString().stripTrailing());
        }
        line = new StringBuilder(indent(others, word)).append(word);
        isBegun = true;
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

  /**
   * Phrases of several words fit a line. Text in Chinese, for one, has no blanks to break it at.
   */
  private static boolean isWhole(String word) {
    return word.indexOf('/') >= 0
        || word.indexOf(' ') >= 0
        || (length(word) <= LONGEST_NAME && word.codePoints().noneMatch(Character::isIdeographic));
  }

  private static String indent(String others, String word) {
    int room = WIDTH - length(word);
    return " ".repeat(Math.min(length(others), room < 0 ? INDENT : room));
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
