package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.Verdict;
import java.time.Duration;
import java.time.Instant;

/** Verdicts that no answer of Graph belongs to. */
final class Verdicts {
  private Verdicts() {}

  static Verdict.Settled settled(
      DueChange due, Outcome outcome, String resourceId, String code, String message) {
    return new Verdict.Settled(due.seq(), outcome, resourceId, null, code, message, null);
  }

  /** Due again after a look that could not settle it yet. */
  static Verdict.Again looked(
      DueChange due, Instant when, Phase phase, String resourceId, String reason) {
    return new Verdict.Again(
        due.seq(), when, phase, false, Duration.ZERO, null, resourceId, true, reason);
  }
}
