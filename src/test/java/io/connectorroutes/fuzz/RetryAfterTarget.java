package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.graph.RetryAfter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * {@code Retry-After}: nothing, or a time above zero that is given back in each of its spellings.
 */
public final class RetryAfterTarget {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration LONGEST_DATE = Duration.ofDays(365_000);

  private RetryAfterTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String header = new String(input, UTF_8);
    Optional<Duration> wait = RetryAfter.parse(header, NOW);
    if (header.matches("\\d{1,18}(\\.\\d{1,20})?")) {
      assertSeconds(new BigDecimal(header), wait);
    }
    if (wait.isEmpty()) {
      return;
    }
    assertThat(wait.get()).isPositive();
    // Whoever adds it to a clock gets a later time, or the end of all time.
    assertThat(Instant.EPOCH.plus(capped(wait.get()))).isAfter(Instant.EPOCH);
    long seconds = Math.min(wait.get().toSeconds(), 999_999_999_999L);
    if (seconds > 0) {
      Duration whole = Duration.ofSeconds(seconds);
      assertThat(RetryAfter.parse(" " + seconds + "\t", NOW)).hasValue(whole);
      assertThat(RetryAfter.parse("1," + seconds + ",x", NOW)).hasValue(whole);
      if (whole.compareTo(LONGEST_DATE) < 0) {
        String date =
            DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.plus(whole).atOffset(ZoneOffset.UTC));
        assertThat(RetryAfter.parse(date, NOW)).hasValue(whole);
      }
    }
  }

  private static void assertSeconds(BigDecimal seconds, Optional<Duration> wait) {
    assertThat(wait.isPresent()).isEqualTo(seconds.signum() > 0);
    if (wait.isPresent() && seconds.precision() - seconds.scale() < 15) {
      BigDecimal millis = seconds.movePointRight(3).setScale(0, RoundingMode.CEILING);
      assertThat(wait.get().toMillis()).isEqualTo(millis.longValueExact());
    }
  }

  private static Duration capped(Duration wait) {
    return wait.compareTo(LONGEST_DATE) > 0 ? LONGEST_DATE : wait;
  }
}
