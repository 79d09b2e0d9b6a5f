package io.connectorroutes.delivery;

import java.time.Duration;

/**
 * How long a change is tried.
 *
 * @param maxAttempts {@code graph.max-attempts}: requests of the change itself; at least 1
 * @param retryFor {@code graph.retry-for}: time spent on waits between them; waits for a throttled
 *     or parked tenant do not count
 * @param lostAnswerWait {@code graph.lost-answer-wait}: how long after a lost answer "not there" is
 *     believed
 * @param maxWait {@code graph.max-wait}: as long as Graph may ask to wait
 * @param maxLooks looks for one lost answer, those that fail included; at least 1
 */
public record DeliverySettings(
    int maxAttempts, Duration retryFor, Duration lostAnswerWait, Duration maxWait, int maxLooks) {

  /** More would only repeat what could not be settled. */
  static final int MAX_LOOKS = 8;

  /** Settings with as many looks for a lost answer as make sense. */
  public DeliverySettings(
      int maxAttempts, Duration retryFor, Duration lostAnswerWait, Duration maxWait) {
    this(maxAttempts, retryFor, lostAnswerWait, maxWait, MAX_LOOKS);
  }

  /**
   * Which limit has ended the retries, as the beginning of a message. How many requests there were
   * stands in the outcome, where those count that were throttled.
   *
   * @param attempts that count
   */
  String usedUp(int attempts) {
    return attempts >= maxAttempts
        ? "retries are used up (graph.max-attempts is "
            + maxAttempts
            + "; throttled requests do not count)"
        : "retries are used up (graph.retry-for is over)";
  }
}
