package io.connectorroutes.text;

import java.time.Duration;

/** A span of time as a person reads it: its two largest units, such as {@code 7 min 30 s}. */
public final class TimeSpan {
  private TimeSpan() {}

  /**
   * The span in words.
   *
   * @param span not negative; what is below a second is left out
   */
  public static String of(Duration span) {
    if (span.toDays() > 0) {
      return both(span.toDays(), "d", span.toHoursPart(), "h");
    }
    if (span.toHours() > 0) {
      return both(span.toHours(), "h", span.toMinutesPart(), "min");
    }
    return span.toMinutes() > 0
        ? both(span.toMinutes(), "min", span.toSecondsPart(), "s")
        : span.toSeconds() + " s";
  }

  /** The same of a span that is estimated: {@code about 7 min 30 s}. */
  public static String about(Duration span) {
    return "about " + of(span);
  }

  private static String both(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
