package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;

/** Lines for a person, broken between words so that they fit a terminal of 80 columns. */
final class WrappedText {
  private static final int COLUMNS = 80;

  private WrappedText() {}

  /**
   * Prints a text.
   *
   * @param first what its first line begins with
   * @param rest what the others begin with
   */
  static void print(PrintWriter out, String first, String rest, String text) {
    StringBuilder line = new StringBuilder(first);
    boolean isEmpty = true;
    for (String word : PrintableText.line(text, Integer.MAX_VALUE).split(" ", -1)) {
      if (!isEmpty && length(line) + 1 + word.codePointCount(0, word.length()) > COLUMNS) {
        out.println(line);
        line = new StringBuilder(rest);
        isEmpty = true;
      }
      line.append(isEmpty ? "" : " ").append(word);
      isEmpty = false;
    }
    out.println(line);
  }

  private static int length(StringBuilder line) {
    return line.codePointCount(0, line.length());
  }
}
