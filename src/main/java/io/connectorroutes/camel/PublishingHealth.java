package io.connectorroutes.camel;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Whether outcomes, dead letters and results can be published. */
final class PublishingHealth {
  private final CamelContext context;

  PublishingHealth(CamelContext context) {
    this.context = context;
  }

  /** A check of what goes to an endpoint. */
  ReportedHealthCheck check(String id, LedgerVerb verb, String key) {
    return new ReportedHealthCheck(
        id,
        () ->
            // Not the failure itself: it may repeat what the endpoint's URI holds.
            lastFailure(verb)
                .map(failure -> id + " cannot be published: see " + key + " and the log"));
  }

  /**
   * A check of what is written into a folder.
   *
   * @param seen tells what is wrong before anything is written
   */
  ReportedHealthCheck check(String id, LedgerVerb verb, Supplier<Optional<String>> seen) {
    return new ReportedHealthCheck(id, () -> lastFailure(verb).or(seen));
  }

  /** What the last try failed of; empty where it went well. */
  Optional<String> lastFailure(LedgerVerb verb) {
    return context.getRoutes().stream()
        .map(Route::getConsumer)
        .filter(LedgerConsumer.class::isInstance)
        .map(LedgerConsumer.class::cast)
        .filter(consumer -> consumer.getEndpoint().verb() == verb)
        .flatMap(consumer -> consumer.problem().stream())
        .findFirst();
  }
}
