package io.connectorroutes.app.check;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.graph.GraphResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** This machine's clock, held against the dates of Graph's answers. Thread safe. */
final class ClockCheck {
  private static final String NAME = "clock";

  /** From 5 minutes on Microsoft Entra gives no token. */
  private static final Duration MOST_OFF = Duration.ofMinutes(1);

  /** A date has whole seconds, so that it is half a second old on the average. */
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  private final InstantSource clock;
  private final Queue<Duration> ahead = new ConcurrentLinkedQueue<>();

  ClockCheck(InstantSource clock) {
    this.clock = clock;
  }

  /** An answer has come. */
  void answered(GraphResponse response) {
    String date = response.headers().get("date");
    if (date == null) {
      return;
    }
    try {
      ahead.add(
          Duration.between(
                  ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(),
                  clock.instant())
              .minus(HALF_A_SECOND));
    } catch (DateTimeException e) {
      // Such an answer tells no time.
    }
  }

  /**
   * By the answer that took the least time on its way, as far as that can be told.
   *
   * @param isAsked whether Graph was to be asked anything
   */
  Check result(boolean isAsked) {
    if (!isAsked) {
      return Check.passed(NAME, "skipped, since Graph is asked nothing");
    }
    return ahead.stream()
        .min(Comparator.comparing(Duration::abs))
        .map(ClockCheck::of)
        .orElseGet(
            () ->
                Check.failed(
                    NAME, "not known, since no answer came", "see the lines of the tenants"));
  }

  private static Check of(Duration ahead) {
    String off =
        String.format(
            Locale.ROOT,
            "%.1f s %s Graph's",
            ahead.abs().toMillis() / 1000.0,
            ahead.isNegative() ? "behind" : "ahead of");
    return ahead.abs().compareTo(MOST_OFF) < 0
        ? Check.passed(NAME, off)
        : Check.failed(
            NAME,
            off,
            "set this machine's clock, as by systemd-timesyncd or chrony: where it is 5 minutes"
                + " off, no token is had");
  }
}
