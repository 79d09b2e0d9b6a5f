package io.connectorroutes.graph;

/** Text of others, made fit for one line of a log. */
final class OneLine {
  private static final int LONGEST = 500;

  private OneLine() {}

  static String of(String text) {
    return of(text, LONGEST);
  }

  static String of(String text, int longest) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\s]+", " ").trim();
    return line.length() <= longest ? line : line.substring(0, longest - 1) + "…";
  }
}
