package io.connectorroutes.app.command;

import io.connectorroutes.ledger.WaitReason;

/**
 * Why something waits and until when, in words. A request that is under way ends in a time that
 * nobody knows; that of a worker that ended is taken over at a time that is known.
 */
final class WaitWords {
  private WaitWords() {}

  /**
   * The reason.
   *
   * @param message more about it; may be null
   * @param isTimed whether it is known when it ends
   */
  static String of(WaitReason reason, String message, boolean isTimed) {
    boolean isTakenOver = reason == WaitReason.LEASED && isTimed && message != null;
    return isTakenOver ? message : reason.words();
  }

  /** When it ends, or is tried again. */
  static String until(WaitReason reason, String time) {
    if (reason == WaitReason.LEASED) {
      return "taken over from " + time + " on";
    }
    return (reason.needsPerson() ? "next try " : "until ") + time;
  }
}
