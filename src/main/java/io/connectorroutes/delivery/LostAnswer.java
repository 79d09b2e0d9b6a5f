package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Phase;
import java.time.Instant;
import java.util.Optional;

/**
 * A request whose answer was lost, so that it may have been done.
 *
 * @param sentAt when it left
 * @param lostAt when its answer was given up
 * @param believedFrom from when on a list that does not show it is believed
 * @param isNotThereBelieved whether that time has come
 */
record LostAnswer(
    Instant sentAt, Instant lostAt, Instant believedFrom, boolean isNotThereBelieved) {
  static LostAnswer of(DueChange due, DeliverySettings settings, Instant now) {
    Instant lostAt = due.lostAt() == null ? due.acceptedAt() : due.lostAt();
    Instant sentAt = due.sentAt() == null ? lostAt : due.sentAt();
    Instant believedFrom = lostAt.plus(settings.lostAnswerWait());
    return new LostAnswer(sentAt, lostAt, believedFrom, !now.isBefore(believedFrom));
  }

  /** The oldest list that can tell. */
  Instant lookFrom() {
    return isNotThereBelieved ? believedFrom : lostAt;
  }

  /**
   * What follows from a list that does not show it.
   *
   * @param what is not there, as the beginning of a line
   * @return empty where it was not done: the request is sent again
   */
  Optional<Decision> notThere(DueChange due, DeliverySettings settings, String what) {
    if (!isNotThereBelieved) {
      return Optional.of(
          Decision.Retry.afterLook(
              due, believedFrom, Phase.LOOK, null, what + " is not there yet"));
    }
    return due.attempts() < settings.maxAttempts()
        ? Optional.empty()
        : Optional.of(
            Decision.Settle.of(
                due,
                Outcome.FAILED,
                null,
                "retriesUsedUp",
                settings.usedUp(due.attempts())
                    + ": the last answer was lost, and a look in the tenant shows that it was not"
                    + " done"));
  }

  /**
   * No look can settle whether it was done: a person has to.
   *
   * @param resourceId the object that it was to be done to; null where there is none
   * @param why the rest of the line, with what to do
   */
  static Decision unknown(DueChange due, String resourceId, String why) {
    return Decision.Settle.of(
        due, Outcome.UNKNOWN, resourceId, "lostAnswer", "the answer was lost, and " + why);
  }
}
