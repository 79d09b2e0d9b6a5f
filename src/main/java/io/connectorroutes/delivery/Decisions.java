package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Phase;
import java.time.Duration;
import java.time.Instant;

/** Decisions that no answer of Graph belongs to. */
final class Decisions {
  private Decisions() {}

  static Decision.Settle settled(
      DueChange due, Outcome outcome, String resourceId, String code, String message) {
    return new Decision.Settle(due.seq(), outcome, resourceId, null, code, message, null);
  }

  /** Due again after a look that could not settle it yet. */
  static Decision.Retry looked(
      DueChange due, Instant when, Phase phase, String resourceId, String reason) {
    return new Decision.Retry(
        due.seq(), when, phase, false, Duration.ZERO, null, resourceId, true, reason);
  }
}
