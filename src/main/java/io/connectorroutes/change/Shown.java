package io.connectorroutes.change;

/** Names from the input as messages and lists show them: short, and in one line. */
public final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  /**
   * The name, cut after 80 characters, with control characters and lone surrogates replaced.
   *
   * @param name never null
   */
  public static String name(String name) {
    String cut = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
    StringBuilder shown = new StringBuilder(cut.length());
    cut.codePoints()
        .map(c -> Character.isISOControl(c) || isUnprintable(c) ? '\uFFFD' : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean isUnprintable(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.FORMAT;
  }
}
