package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.FittingLines;

/** What a command prints for a person, where no terminal reads it. */
final class PlainText {
  private PlainText() {}

  /**
   * It has no control characters but line ends, and fits 80 columns. A line may be longer by a path
   * or an id that cannot be broken.
   */
  static String requirePlain(String text) {
    assertThat(text).doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]").endsWith("\n");
    FittingLines.assertFit(text);
    return text;
  }
}
