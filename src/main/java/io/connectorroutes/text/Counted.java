package io.connectorroutes.text;

import java.util.Locale;

/** A number of things, in words. */
public final class Counted {
  private Counted() {}

  /**
   * Such as {@code 1 row} and {@code 3,000 rows}.
   *
   * @param one what one of them is called; more have an {@code s} behind it
   */
  public static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  /** Such as {@code 1 change waits} and {@code 3,000 changes wait}. */
  public static String of(long count, String one, String more) {
    return number(count) + " " + (count == 1 ? one : more);
  }

  /** The number alone, such as {@code 3,000}. */
  public static String number(long count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }
}
