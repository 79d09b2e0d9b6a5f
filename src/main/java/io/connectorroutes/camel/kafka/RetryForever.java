package io.connectorroutes.camel.kafka;

import io.connectorroutes.ledger.RepeatedFailures;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.component.kafka.PollExceptionStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes wrong while records are asked for is tried again after a while, for ever, and from the
 * same position. Camel's own strategies skip a record, or give up where a login is refused, which
 * can be mended at the broker.
 */
final class RetryForever implements PollExceptionStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(RetryForever.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final RepeatedFailures failures = new RepeatedFailures(LOG, Clock.systemUTC());

  @Override
  public boolean canContinue() {
    return true;
  }

  @Override
  public void handle(long partitionLastOffset, Exception exception) {
    failures.failed("poll", "Kafka gives no records and is asked again: " + exception.getMessage());
    LOG.debug("Kafka gave no records", exception);
    LockSupport.parkNanos(PAUSE);
  }
}
