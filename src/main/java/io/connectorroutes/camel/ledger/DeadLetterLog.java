package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.text.PrintableText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Logs dead letters by their cause: those of one job and one cause that come together are one line,
 * not one each. Thread safe.
 */
final class DeadLetterLog {
  /** How long others are waited for. */
  static final Duration TOGETHER = Duration.ofSeconds(10);

  private record Group(String job, String cause) {}

  private record Count(Instant since, long letters) {}

  private final Logger log;
  private final Clock clock;
  private final Map<Group, Count> counts = new LinkedHashMap<>();

  DeadLetterLog(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** A dead letter was published. */
  synchronized void add(DeadLetter letter) {
    counts.merge(
        new Group(letter.outcome().job(), letter.cause()),
        new Count(clock.instant(), 1),
        (before, one) -> new Count(before.since, before.letters + 1));
  }

  /** Logs those that others were waited for long enough. */
  void logDue() {
    log(clock.instant().minus(TOGETHER));
  }

  /** Logs all, since nothing comes any more. */
  void logAll() {
    log(Instant.MAX);
  }

  private synchronized void log(Instant latest) {
    Iterator<Map.Entry<Group, Count>> groups = counts.entrySet().iterator();
    while (groups.hasNext()) {
      Map.Entry<Group, Count> group = groups.next();
      if (!group.getValue().since.isAfter(latest)) {
        long letters = group.getValue().letters;
        log.warn(
            "{} of {}: {}; dead-letters list shows {}",
            letters == 1 ? "1 dead letter" : letters + " dead letters",
            PrintableText.text(group.getKey().job),
            PrintableText.text(group.getKey().cause),
            letters == 1 ? "it" : "them");
        groups.remove();
      }
    }
  }
}
