package io.connectorroutes.app.check;

import java.time.Duration;

/**
 * How long {@code check} waits; all are positive.
 *
 * @param line for one line
 * @param answer for one answer of Graph; shorter, so that the line says what there was none of
 * @param kafka for a Kafka broker; shorter as well, since its client waits as long as it may, and
 *     then says what for
 */
public record CheckLimits(Duration line, Duration answer, Duration kafka) {
  /** Those of the command. */
  public static final CheckLimits COMMAND =
      new CheckLimits(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(10));
}
