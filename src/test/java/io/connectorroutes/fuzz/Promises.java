package io.connectorroutes.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.FieldProblem;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is promised of every text that is made of somebody else's. */
final class Promises {
  /**
   * Stands for a password in kept inputs, and in the words that Jazzer puts into new ones. No name
   * of a field is like it, so that no message may have its beginning.
   */
  static final String SECRET = "S3cr3t-4-N0b0dy";

  private static final String BEGINNING = SECRET.substring(0, 6).toLowerCase(Locale.ROOT);

  /** By Unicode's categories, not by the class that is tested. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{gc=Cc}\\p{gc=Cf}\\p{gc=Cs}\\p{gc=Zl}\\p{gc=Zp}]");

  private static final int LONGEST_MESSAGE = 4_000;

  private Promises() {}

  /** One printable line. */
  static void assertPrintable(String text) {
    assertThat(UNPRINTABLE.matcher(text).find()).as("unprintable in: %s", text).isFalse();
  }

  /** Not even the beginning of the secret, in any case. */
  static void assertWithoutSecret(String text) {
    assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(BEGINNING);
  }

  /** A line for a log or a terminal that repeats no secret. */
  static void assertMessage(String message) {
    assertThat(message).isNotBlank().hasSizeLessThan(LONGEST_MESSAGE);
    assertPrintable(message);
    assertWithoutSecret(message);
  }

  static void assertProblem(FieldProblem problem) {
    assertMessage(problem.message());
    if (problem.field() != null) {
      assertMessage(problem.field());
    }
  }
}
