package io.connectorroutes.camel.route;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import java.time.Instant;

/** Outcomes that tests of routes send. */
final class Outcomes {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

  private Outcomes() {}

  /** An outcome of a message, with what every outcome has. */
  static OutcomeRecord of(String changeId, Outcome outcome) {
    return new OutcomeRecord(
        "outcome-of-" + changeId,
        1,
        TIME,
        changeId,
        null,
        "queue:changes",
        null,
        null,
        null,
        "apiConnector.create",
        "displayName=A",
        outcome,
        null,
        null,
        null,
        null,
        null,
        null,
        1,
        1,
        TIME);
  }
}
