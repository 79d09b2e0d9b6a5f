package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

/** What a command prints for a person, where no terminal reads it. */
final class PlainText {
  private static final int COLUMNS = 80;

  private PlainText() {}

  /**
   * It has no control characters but line ends, and fits 80 columns. A line may be longer by a path
   * or an id that cannot be broken.
   */
  static String requirePlain(String text) {
    assertThat(text).doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]").endsWith("\n");
    assertThat(text.lines())
        .allSatisfy(line -> assertThat(isNarrow(line)).as("80 columns: %s", line).isTrue());
    return text;
  }

  private static boolean isNarrow(String line) {
    int length = line.codePointCount(0, line.length());
    boolean isOneWord = !line.strip().contains(" ");
    return length <= COLUMNS || isOneWord;
  }
}
