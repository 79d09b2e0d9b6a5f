package io.connectorroutes.ledger;

import io.connectorroutes.text.PrintableText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Logs what goes wrong again and again: at its beginning, every 15 minutes while it goes on, and at
 * its end. What is tried each second would fill a log otherwise. Safe for use by several threads.
 */
public final class RepeatedFailures {
  /** How often a failure that goes on is logged. */
  public static final Duration EVERY = Duration.ofMinutes(15);

  private static final int LONGEST = 2_000;

  private record Failing(Instant since, Instant last, Instant logged) {
    Failing again(Instant now) {
      return new Failing(since, now, logged);
    }

    Failing logged(Instant now) {
      return new Failing(since, now, now);
    }
  }

  private final Logger log;
  private final Clock clock;
  private final Map<String, Failing> failing = new HashMap<>();

  /**
   * Nothing fails yet.
   *
   * @param log where the lines go
   * @param clock whose minutes are meant
   */
  public RepeatedFailures(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Something failed, perhaps not for the first time.
   *
   * @param kind tells it from other failures; not logged
   * @param message the line to be logged, without a stop at its end; no secret
   */
  public synchronized void failed(String kind, String message) {
    String line = PrintableText.line(message, LONGEST);
    Instant now = clock.instant();
    Failing before = failing.get(kind);
    // Where nobody says that it went well: what did not fail for so long was well meanwhile.
    if (before == null || !now.isBefore(before.last.plus(EVERY))) {
      log.warn("{}", line);
      failing.put(kind, new Failing(now, now, now));
    } else if (!now.isBefore(before.logged.plus(EVERY))) {
      log.warn("{} (since {})", line, before.since.truncatedTo(ChronoUnit.SECONDS));
      failing.put(kind, before.logged(now));
    } else {
      failing.put(kind, before.again(now));
    }
  }

  /**
   * It went well; logged where it failed before.
   *
   * @param kind as given to {@link #failed}
   * @param message the line to be logged
   */
  public synchronized void recovered(String kind, String message) {
    if (failing.remove(kind) != null) {
      log.info("{}", message);
    }
  }
}
