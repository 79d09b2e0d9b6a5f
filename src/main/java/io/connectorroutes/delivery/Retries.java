package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.Phase;
import java.time.Duration;
import java.time.Instant;

/** When a change is tried again, and when no more. */
final class Retries {
  private final Backoff backoff;
  private final DeliverySettings settings;

  Retries(Backoff backoff, DeliverySettings settings) {
    this.backoff = backoff;
    this.settings = settings;
  }

  /** Tried again after a failure that may pass; or retries are used up. */
  Decision afterFailure(Classified answer) {
    if (answer.isLookForLost()) {
      return lookAgain(answer);
    }
    Duration wait = wait(answer, answer.due().attempts());
    if (answer.isToBeLookedFor() && answer.kind() == Classified.Kind.LOST) {
      // Also after the last attempt: whether it was done is still to be found out.
      return again(answer, wait, Phase.LOOK, answer.at());
    }
    return isUsedUp(answer, wait)
        ? usedUp(answer)
        : again(answer, wait, answer.due().phase(), null);
  }

  /** Whether one more try after that wait is beyond the limits. */
  boolean isUsedUp(Classified answer, Duration wait) {
    return answer.due().attempts() + 1 >= settings.maxAttempts()
        || answer.due().spent().plus(wait).compareTo(settings.retryFor()) > 0;
  }

  /** How long to wait: as long as Graph asks, else exponentially. */
  Duration wait(Classified answer, int tries) {
    return answer.retryAfter().orElseGet(() -> backoff.afterFailure(tries));
  }

  /** Due again after that wait, with an attempt used. */
  Decision again(Classified answer, Duration wait, Phase phase, Instant lostAt) {
    return new Decision.Retry(
        answer.due().seq(),
        answer.at().plus(wait),
        phase,
        true,
        wait,
        lostAt,
        answer.triedId(),
        false,
        answer.reason());
  }

  /**
   * Due again once the tenant's pause has passed; nothing of the limits is used.
   *
   * @param lost whether the request may have been done all the same, so that it is looked for first
   */
  static Decision afterPause(Classified answer, Instant until, boolean lost) {
    return new Decision.Retry(
        answer.due().seq(),
        until,
        lost ? Phase.LOOK : answer.due().phase(),
        false,
        Duration.ZERO,
        lost ? answer.at() : null,
        answer.triedId(),
        false,
        answer.reason());
  }

  private Decision lookAgain(Classified answer) {
    int looks = answer.due().lookups() + 1;
    if (looks >= settings.maxLooks()) {
      return answer.settled(
          Outcome.UNKNOWN,
          "the answer was lost, and " + looks + " looks in the tenant failed, the last one with: ");
    }
    Duration wait = wait(answer, answer.due().lookups());
    return new Decision.Retry(
        answer.due().seq(),
        answer.at().plus(wait),
        Phase.LOOK,
        false,
        Duration.ZERO,
        null,
        null,
        true,
        answer.reason());
  }

  private Decision usedUp(Classified answer) {
    if (answer.isInternalError()) {
      return new Decision.Unexpected(answer.due().seq(), answer.message());
    }
    return answer.settled(Outcome.FAILED, settings.usedUp(answer.due().attempts() + 1) + ": ");
  }
}
