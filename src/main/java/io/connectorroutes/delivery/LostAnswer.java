package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import java.time.Instant;

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
  /** Looks for one lost answer; more would only repeat what could not be settled. */
  static final int MAX_LOOKS = 8;

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

  /** The last try's answer was lost, and it was not done. */
  static Decision usedUp(DueChange due, DeliverySettings settings) {
    return Decision.Settle.of(
        due,
        Outcome.FAILED,
        null,
        "retriesUsedUp",
        settings.usedUp(due.attempts())
            + ": the last answer was lost, and a look in the tenant shows that it was not"
            + " done");
  }
}
