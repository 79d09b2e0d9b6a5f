package io.connectorroutes.camel.ledger;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.RepeatedFailures;
import io.connectorroutes.outcome.DeadLetterAdvice;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.PrintableText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * Logs dead letters by their cause: those of one job and one cause at their beginning, where those
 * that come together are one line, then every 15 minutes, and at the end of the job, with how many
 * came since. Thread safe.
 */
final class DeadLetterLog {
  /** How long others are waited for at the beginning and at the end. */
  static final Duration TOGETHER = Duration.ofSeconds(10);

  /** More tenants are counted. */
  private static final int MOST_NAMED = 5;

  /**
   * What is one line.
   *
   * @param ofReplays whether these are replays that failed again: each change has its dead letter
   *     already
   */
  private record Group(String job, String cause, boolean ofReplays) {
    static Group of(DeadLetter letter) {
      OutcomeRecord outcome = letter.outcome();
      return new Group(outcome.job(), letter.cause(), outcome.replay() != null);
    }
  }

  /** The letters of a group, as far as they differ. */
  private static final class Letters {
    /** When those that came since are logged. */
    private Instant due;

    /** That were logged. */
    private long before;

    private long count;
    private boolean isLast;
    private final Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    private final Set<Integer> httpStatuses = new TreeSet<>();
    private final Set<String> operations = new TreeSet<>();
    private final Set<String> tenants = new TreeSet<>();

    private Letters(Instant due) {
      this.due = due;
    }

    private void logged(Instant next) {
      due = next;
      before += count;
      count = 0;
      outcomes.clear();
      httpStatuses.clear();
      operations.clear();
      tenants.clear();
    }

    private void add(OutcomeRecord outcome) {
      count++;
      outcomes.add(outcome.outcome());
      Optional.ofNullable(outcome.httpStatus()).ifPresent(httpStatuses::add);
      Optional.ofNullable(outcome.operation()).ifPresent(operations::add);
      tenants.add(GraphTenant.nameOf(outcome.tenant()));
    }

    /** Such as {@code (the app lacks APIConnectors.ReadWrite.All in contoso)}. */
    private String why(String cause) {
      String why = DeadLetterAdvice.of(cause, outcomes, httpStatuses, operations).why();
      if (why == null) {
        return "";
      }
      boolean isOfTenants = !outcomes.equals(Set.of(Outcome.REJECTED));
      return " (" + PrintableText.text(why + (isOfTenants ? " in " + named(tenants) : "")) + ")";
    }

    private static String named(Set<String> tenants) {
      String first = tenants.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
      int others = tenants.size() - MOST_NAMED;
      return others > 0 ? first + " and " + others + " more" : first;
    }
  }

  private final Logger log;
  private final Clock clock;
  private final Map<Group, Letters> groups = new LinkedHashMap<>();

  DeadLetterLog(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** A dead letter was published. */
  synchronized void add(DeadLetter letter) {
    groups
        .computeIfAbsent(Group.of(letter), g -> new Letters(clock.instant().plus(TOGETHER)))
        .add(letter.outcome());
  }

  /** The results of a job were published: hardly any letter of it comes any more. */
  synchronized void jobEnded(String job) {
    Instant end = clock.instant().plus(TOGETHER);
    groups.forEach(
        (group, letters) -> {
          if (group.job.equals(job) && !letters.isLast) {
            letters.isLast = true;
            letters.due = end.isBefore(letters.due) ? end : letters.due;
          }
        });
  }

  /** Logs those that are due. */
  void logDue() {
    log(clock.instant());
  }

  /** Logs all, since nothing comes any more. */
  void logAll() {
    log(Instant.MAX);
  }

  /** A group of which none came in 15 minutes is forgotten: the next one is a beginning. */
  private synchronized void log(Instant now) {
    Iterator<Map.Entry<Group, Letters>> all = groups.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Group, Letters> group = all.next();
      Letters letters = group.getValue();
      if (letters.due.isAfter(now)) {
        continue;
      }
      boolean isOver = letters.count == 0 || letters.isLast || now.equals(Instant.MAX);
      if (letters.count > 0) {
        log(group.getKey(), letters);
      }
      if (isOver) {
        all.remove();
      } else {
        letters.logged(now.plus(RepeatedFailures.EVERY));
      }
    }
  }

  private void log(Group group, Letters letters) {
    boolean isFirst = letters.before == 0;
    long all = letters.before + letters.count;
    String more = isFirst ? "" : "more ";
    String job =
        PrintableText.text(group.job) + (isFirst ? "" : ", " + Counted.number(all) + " in all");
    String cause = PrintableText.text(group.cause) + letters.why(group.cause);
    if (group.ofReplays) {
      log.warn(
          "{} of {} failed again: {}; see dead-letters list",
          Counted.of(letters.count, more + "replay"),
          isFirst ? job : job + ",",
          cause);
    } else {
      log.warn(
          "{} of {}: {}; dead-letters list shows {}",
          Counted.of(letters.count, more + "dead letter"),
          job,
          cause,
          all == 1 ? "it" : "them");
    }
  }
}
