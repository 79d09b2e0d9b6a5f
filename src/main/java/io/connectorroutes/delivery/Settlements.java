package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.Phase;

/** Outcomes that a reply leads to. */
final class Settlements {
  private static final String EXISTS =
      "the object exists, made by a request whose answer was lost, and may be incomplete: ";

  private Settlements() {}

  /** Applied, to that object. */
  static Decision applied(Hearing hearing, String resourceId) {
    return success(hearing, Outcome.APPLIED, resourceId);
  }

  /** The object to delete is gone already. */
  static Decision alreadyGone(Hearing hearing) {
    return success(hearing, Outcome.NO_OP, hearing.changedId());
  }

  /**
   * Refused, or given up, with Graph's code and message behind the words given. What was to be
   * completed after a lost answer is there all the same.
   */
  static Decision settled(Hearing hearing, Outcome outcome, String words) {
    Reply reply = hearing.reply();
    boolean exists = hearing.due().phase() == Phase.COMPLETE && outcome == Outcome.FAILED;
    return new Decision.Settle(
        hearing.due().seq(),
        outcome,
        hearing.changedId(),
        reply.status(),
        reply.code(),
        (exists ? EXISTS : "") + words + reply.message(),
        reply.requestId());
  }

  /** Sent once, and it cannot be found out whether it was done. */
  static Decision unknown(Hearing hearing, String words) {
    return settled(hearing, Outcome.UNKNOWN, words);
  }

  /**
   * A look-up that cannot succeed.
   *
   * @param code ours
   * @param message one line
   */
  static Decision lookFailed(Hearing hearing, String code, String message) {
    return new Decision.Settle(
        hearing.due().seq(),
        hearing.isLook() ? Outcome.UNKNOWN : Outcome.FAILED,
        null,
        hearing.reply().status(),
        code,
        message,
        hearing.reply().requestId());
  }

  private static Decision success(Hearing hearing, Outcome outcome, String resourceId) {
    Reply reply = hearing.reply();
    return new Decision.Settle(
        hearing.due().seq(), outcome, resourceId, reply.status(), null, null, reply.requestId());
  }
}
