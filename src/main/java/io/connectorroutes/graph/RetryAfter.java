package io.connectorroutes.graph;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code Retry-After}: seconds, decimals (Microsoft's page "Throttling" shows {@code
 * 2.128}), an HTTP date, or a list as some gateways send it.
 */
public final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,18}(\\.\\d{1,20})?");

  private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(Long.MAX_VALUE);

  private RetryAfter() {}

  /**
   * How long to wait.
   *
   * @param header the header's value; null where it is absent
   * @param now what a date is relative to
   * @return above zero; of a list the longest, as a request that comes early counts as usage; empty
   *     where the header is absent, cannot be read, is zero, negative or past
   */
  public static Optional<Duration> parse(String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    // A date has a comma of its own: it is tried before the list.
    return date(header.trim(), now).or(() -> longest(header)).filter(RetryAfter::isPositive);
  }

  private static Optional<Duration> date(String value, Instant now) {
    try {
      Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, until));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> longest(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::trim)
        .filter(part -> SECONDS.matcher(part).matches())
        .map(RetryAfter::seconds)
        .max(Comparator.naturalOrder());
  }

  private static Duration seconds(String value) {
    return Duration.ofMillis(
        new BigDecimal(value)
            .movePointRight(3)
            .setScale(0, RoundingMode.CEILING)
            .min(MOST_MILLIS)
            .longValueExact());
  }

  private static boolean isPositive(Duration wait) {
    return !wait.isNegative() && !wait.isZero();
  }
}
