package io.connectorroutes.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A time as a person reads it, in UTC, to the second. */
public final class ShownTime {
  private ShownTime() {}

  /** With its date. */
  public static String of(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Without its date where that is today. */
  public static String of(Instant time, Instant now) {
    String shown = of(time);
    return date(time).equals(date(now)) ? shown.substring(shown.indexOf('T') + 1) : shown;
  }

  private static LocalDate date(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
