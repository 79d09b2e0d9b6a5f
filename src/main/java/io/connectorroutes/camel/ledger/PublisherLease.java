package io.connectorroutes.camel.ledger;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Whether this worker is the one that publishes, or reads for a subscriber. While it is, the ledger
 * is asked only to extend the lease; while it is not, once in a while whether it can be now.
 */
public final class PublisherLease {
  private final Predicate<Duration> lease;
  private final Runnable release;
  private final long time;
  private final long pause;
  private final LongSupplier nanoTime;

  private boolean held;

  /** By {@link #nanoTime}; from before the answer. */
  private long askedAt;

  /**
   * Not held at first.
   *
   * @param lease asks the ledger for so long a time; false where another worker has it
   * @param release tells the ledger that another worker may have it
   * @param time how long the ledger keeps it for this worker
   * @param pause after which the ledger is asked again where another worker is it
   * @param nanoTime a monotonic clock
   */
  public PublisherLease(
      Predicate<Duration> lease,
      Runnable release,
      Duration time,
      Duration pause,
      LongSupplier nanoTime) {
    this.lease = lease;
    this.release = release;
    this.time = time.toNanos();
    this.pause = pause.toNanos();
    this.nanoTime = nanoTime;
    this.askedAt = nanoTime.getAsLong() - this.pause;
  }

  /** True leaves at least half of its time to publish something. */
  public synchronized boolean isHeld() {
    long since = nanoTime.getAsLong() - askedAt;
    if (held) {
      return since < time / 2 || ask();
    }
    return since >= pause && ask();
  }

  /** Extends it in good time where it is held. */
  public synchronized void keep() {
    if (held && nanoTime.getAsLong() - askedAt >= time / 3) {
      ask();
    }
  }

  /** Lets another worker have it. */
  public synchronized void release() {
    if (held) {
      askedAt = nanoTime.getAsLong();
      held = false;
      release.run();
    }
  }

  private boolean ask() {
    long now = nanoTime.getAsLong();
    held = false;
    held = lease.test(Duration.ofNanos(time));
    askedAt = now;
    return held;
  }
}
