package io.connectorroutes.app.command;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of 80 columns, broken at blanks where there are any. */
final class WrappedLines {
  private static final int WIDTH = 80;

  private WrappedLines() {}

  /**
   * Breaks a text.
   *
   * @param first what the first line begins with
   * @param others what the others begin with
   */
  static List<String> of(String text, String first, String others) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    String begin = first;
    while (begin.length() + length(rest) > WIDTH) {
      int room = rest.offsetByCodePoints(0, WIDTH - begin.length());
      int blank = rest.lastIndexOf(' ', room);
      int end = rest.indexOf(' ', blank + 1);
      int word = rest.substring(blank + 1, end < 0 ? rest.length() : end).length();
      // What fits in no line is broken where it stands.
      int at = blank > 0 && word <= WIDTH - others.length() ? blank : room;
      lines.add(begin + rest.substring(0, at).stripTrailing());
      rest = rest.substring(at).stripLeading();
      begin = others;
    }
    lines.add(begin + rest);
    return lines;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
