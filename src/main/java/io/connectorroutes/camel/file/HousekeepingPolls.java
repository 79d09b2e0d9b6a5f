package io.connectorroutes.camel.file;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/** Polls of a folder that look after it as well, now and then. */
final class HousekeepingPolls extends DefaultPollingConsumerPollStrategy {
  private static final long PAUSE = Duration.ofSeconds(5).toNanos();

  private final InboxHousekeeping housekeeping;
  private final LongSupplier nanoTime;
  private long last;

  /**
   * The first poll looks after it.
   *
   * @param nanoTime a monotonic clock
   */
  HousekeepingPolls(InboxHousekeeping housekeeping, LongSupplier nanoTime) {
    this.housekeeping = housekeeping;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong() - PAUSE;
  }

  @Override
  public boolean begin(Consumer consumer, Endpoint endpoint) {
    long now = nanoTime.getAsLong();
    if (now - last >= PAUSE) {
      last = now;
      housekeeping.housekeep();
    }
    return super.begin(consumer, endpoint);
  }
}
