package io.connectorroutes.camel;

import io.connectorroutes.camel.ledger.LedgerComponent;
import io.connectorroutes.camel.ledger.LedgerVerb;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether outcomes, dead letters and results can be published. */
final class PublishingHealth {
  private final LedgerComponent ledger;

  PublishingHealth(LedgerComponent ledger) {
    this.ledger = ledger;
  }

  /** A check of what goes to an endpoint. */
  ReportedHealthCheck check(String id, LedgerVerb verb, String key) {
    return new ReportedHealthCheck(
        id,
        () ->
            // Not the failure itself: it may repeat what the endpoint's URI holds.
            ledger
                .lastFailure(verb)
                .map(failure -> id + " cannot be published: see " + key + " and the log"));
  }

  /**
   * A check of what is written into a folder.
   *
   * @param seen tells what is wrong before anything is written
   */
  ReportedHealthCheck check(String id, LedgerVerb verb, Supplier<Optional<String>> seen) {
    return new ReportedHealthCheck(id, () -> ledger.lastFailure(verb).or(seen));
  }
}
