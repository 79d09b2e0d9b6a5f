package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.FailureLimit;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Ledger;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * One verb of {@code to: ledger:VERB}. What it does is committed when the exchange goes on; while
 * the ledger's database is away it waits in place.
 */
abstract class LedgerProducer extends DefaultProducer {
  private final LedgerEndpoint endpoint;
  private final RetryWhileUnavailable retry;

  LedgerProducer(LedgerEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    this.retry =
        new RetryWhileUnavailable(
            () -> isStoppingOrStopped() || endpoint.getCamelContext().isStopping());
  }

  @Override
  public LedgerEndpoint getEndpoint() {
    return endpoint;
  }

  Ledger ledger() {
    return endpoint.getComponent().ledger();
  }

  RetryWhileUnavailable retry(Exchange exchange) {
    BooleanSupplier isGivenUp =
        exchange.getProperty(LedgerProperties.GIVEN_UP, BooleanSupplier.class);
    return isGivenUp == null ? retry : retry.of(isGivenUp);
  }

  /** Limits the failures of the exchange's job, where that is wanted. */
  void limitFailures(Exchange exchange) {
    FailureLimit limit = exchange.getProperty(LedgerProperties.FAILURE_LIMIT, FailureLimit.class);
    if (limit != null) {
      retry(exchange)
          .call(
              () -> {
                ledger().jobControl().limitFailures(job(exchange), limit);
                return limit;
              });
    }
  }

  /** The job of the exchange's file; null where none was opened. */
  static Job job(Exchange exchange) {
    return exchange.getProperty(LedgerProperties.JOB, Job.class);
  }
}
