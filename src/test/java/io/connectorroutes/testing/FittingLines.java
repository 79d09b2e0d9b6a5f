package io.connectorroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person reads on a terminal of 80 columns. */
public final class FittingLines {
  private static final int WIDTH = 80;

  private FittingLines() {}

  /** No line is wider, unless a path or an id that is wider itself is all that stands in it. */
  public static void assertFit(String text) {
    assertThat(text.lines()).allSatisfy(FittingLines::assertLineFits);
  }

  private static void assertLineFits(String line) {
    String word = line.strip();
    if (word.contains(" ") || length(word) <= WIDTH) {
      assertThat(length(line)).as(line).isLessThanOrEqualTo(WIDTH);
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
