package io.connectorroutes.text;

import java.util.Locale;

/**
 * Text of others made fit to be shown: in logs, on terminals, in result files and in JSON. Control
 * characters (those above U+007F included, which {@code \p{Cntrl}} leaves out), bidirectional
 * overrides and other format characters, line and paragraph separators and lone surrogates can move
 * a cursor, begin a line or turn text round. This class alone decides which those are.
 */
public final class PrintableText {
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_FAILURE = 1_000;

  private PrintableText() {}

  /**
   * A name of the input: cut after 80 characters, each unprintable one replaced by U+FFFD.
   *
   * @param name never null
   */
  public static String name(String name) {
    return text(name.length() <= LONGEST_NAME ? name : beginning(name, LONGEST_NAME).concat("…"));
  }

  /**
   * The text with each unprintable character replaced by U+FFFD.
   *
   * @param text never null
   */
  public static String text(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().map(c -> isPrintable(c) ? c : '\uFFFD').forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /**
   * The text with each unprintable character replaced by U+FFFD, but for its line breaks and tabs:
   * lines of our own in which text of others may stand.
   *
   * @param text never null
   */
  public static String lines(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> isPrintable(c) || c == '\n' || c == '\t' ? c : '\uFFFD')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /**
   * The text in one line: blanks and unprintable characters, line breaks among them, become one
   * blank.
   *
   * @param text never null
   * @param longest in UTF-16 units; what is longer is cut and ends in …
   */
  public static String line(String text, int longest) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), longest));
    int at = 0;
    while (at < text.length() && shown.length() <= longest) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c != ' ' && isPrintable(c)) {
        shown.appendCodePoint(c);
      } else if (!shown.isEmpty() && shown.charAt(shown.length() - 1) != ' ') {
        shown.append(' ');
      }
    }
    String line = shown.toString().strip();
    return line.length() <= longest ? line : beginning(line, longest - 1).concat("…");
  }

  /**
   * An exception's class and message in one line, cut after 1,000 characters: what it says may be
   * somebody else's.
   */
  public static String of(Throwable failure) {
    return line(failure.toString(), LONGEST_FAILURE);
  }

  /**
   * A JSON document in which unprintable characters are escaped, so that it means the same; but a
   * lone surrogate, which strict readers refuse escaped as well, becomes a question mark, as in
   * UTF-8. Its own line breaks and tabs stay.
   *
   * @param json well-formed
   */
  public static String json(String json) {
    if (json.codePoints().allMatch(PrintableText::isPrintableInJson)) {
      return json;
    }
    StringBuilder shown = new StringBuilder(json.length() + 16);
    json.codePoints()
        .forEach(
            c -> {
              if (isPrintableInJson(c)) {
                shown.appendCodePoint(c);
              } else if (Character.getType(c) == Character.SURROGATE) {
                shown.append('?');
              } else {
                for (char unit : Character.toChars(c)) {
                  shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
              }
            });
    return shown.toString();
  }

  private static boolean isPrintableInJson(int codePoint) {
    return isPrintable(codePoint) || codePoint == '\n' || codePoint == '\r' || codePoint == '\t';
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Without half a surrogate pair at its end. */
  private static String beginning(String text, int length) {
    boolean splits = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : length);
  }
}
