package io.connectorroutes.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What has happened and is still to be published: a row is marked after it was published, so that a
 * crash in between publishes it again with the same id, and never loses it.
 */
public interface Outbox {
  /**
   * Makes a worker the one that publishes a kind, or keeps it so, for that time from now on.
   *
   * @param kind of the signals that there is something to publish: outcomes, dead letters or jobs
   * @param worker as in {@link Deliveries#claim}
   * @return false where another worker is it
   */
  boolean lease(Signal.Kind kind, String worker, Duration time);

  /** Lets another worker be the one that publishes a kind; nothing where it is another already. */
  void release(Signal.Kind kind, String worker);

  /** Outcomes that are not logged yet, in the order in which they were settled; at most so many. */
  List<OutcomeRecord> outcomes(int limit);

  /** Marks outcomes as logged. */
  void outcomesPublished(List<OutcomeRecord> outcomes);

  /** The oldest dead letter that is not sent yet. */
  Optional<DeadLetter> deadLetter();

  /** Marks a dead letter as sent. */
  void deadLetterPublished(DeadLetter deadLetter);

  /**
   * A job whose rows all have their outcome and whose result files are not written yet; also finds
   * jobs that became so since the last call.
   */
  Optional<Job> settledJob();

  /** Marks a job's result files as written. */
  void resultsWritten(Job job);
}
