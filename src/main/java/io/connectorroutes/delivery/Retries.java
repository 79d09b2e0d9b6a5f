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
  Decision afterFailure(Hearing hearing) {
    if (hearing.isLook()) {
      return lookAgain(hearing);
    }
    Duration wait = wait(hearing, hearing.due().attempts());
    if (hearing.canDouble() && hearing.reply().kind() == Reply.Kind.LOST) {
      // Also after the last attempt: whether it was done is still to be found out.
      return again(hearing, wait, Phase.LOOK, hearing.now());
    }
    return isUsedUp(hearing, wait)
        ? usedUp(hearing)
        : again(hearing, wait, hearing.due().phase(), null);
  }

  /** Whether one more try after that wait is beyond the limits. */
  boolean isUsedUp(Hearing hearing, Duration wait) {
    return hearing.due().attempts() + 1 >= settings.maxAttempts()
        || hearing.due().spent().plus(wait).compareTo(settings.retryFor()) > 0;
  }

  /** How long to wait: as long as Graph asks, else exponentially. */
  Duration wait(Hearing hearing, int tries) {
    return hearing.reply().retryAfter().orElseGet(() -> backoff.afterFailure(tries));
  }

  /** Due again after that wait, with an attempt used. */
  Decision again(Hearing hearing, Duration wait, Phase phase, Instant lostAt) {
    return new Decision.Retry(
        hearing.due().seq(),
        hearing.now().plus(wait),
        phase,
        true,
        wait,
        lostAt,
        hearing.triedId(),
        false,
        reason(hearing.reply()));
  }

  /**
   * Due again once the tenant's pause has passed; nothing of the limits is used.
   *
   * @param lost whether the request may have been done all the same, so that it is looked for first
   */
  static Decision whenPauseIsOver(Hearing hearing, Instant until, boolean lost) {
    return new Decision.Retry(
        hearing.due().seq(),
        until,
        lost ? Phase.LOOK : hearing.due().phase(),
        false,
        Duration.ZERO,
        lost ? hearing.now() : null,
        hearing.triedId(),
        false,
        reason(hearing.reply()));
  }

  private Decision lookAgain(Hearing hearing) {
    int looks = hearing.due().lookups() + 1;
    if (looks >= LostAnswer.MAX_LOOKS) {
      return Settlements.unknown(
          hearing,
          "the answer was lost, and " + looks + " looks in the tenant failed, the last one with: ");
    }
    Duration wait = wait(hearing, hearing.due().lookups());
    return new Decision.Retry(
        hearing.due().seq(),
        hearing.now().plus(wait),
        Phase.LOOK,
        false,
        Duration.ZERO,
        null,
        null,
        true,
        reason(hearing.reply()));
  }

  private Decision usedUp(Hearing hearing) {
    if (hearing.reply().isInternalError()) {
      return new Decision.Unexpected(hearing.due().seq(), hearing.reply().message());
    }
    return Settlements.settled(
        hearing, Outcome.FAILED, settings.usedUp(hearing.due().attempts() + 1) + ": ");
  }

  private static String reason(Reply reply) {
    return reply.code() + ": " + reply.message();
  }
}
