package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Outbox;
import io.connectorroutes.ledger.Signal;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether this worker is the one that publishes a kind. While it is, the ledger is asked only to
 * extend the lease; while it is not, once in a while whether it can be now.
 */
final class PublisherLease {
  private final Outbox outbox;
  private final Signal.Kind kind;
  private final String worker;
  private final long time;
  private final long pause;
  private final LongSupplier nanoTime;

  private boolean held;

  /** By {@link #nanoTime}; from before the answer. */
  private long askedAt;

  /**
   * Not held at first.
   *
   * @param time how long the ledger keeps it for this worker
   * @param pause after which the ledger is asked again where another worker is it
   * @param nanoTime a monotonic clock
   */
  PublisherLease(
      Outbox outbox,
      Signal.Kind kind,
      String worker,
      Duration time,
      Duration pause,
      LongSupplier nanoTime) {
    this.outbox = outbox;
    this.kind = kind;
    this.worker = worker;
    this.time = time.toNanos();
    this.pause = pause.toNanos();
    this.nanoTime = nanoTime;
    this.askedAt = nanoTime.getAsLong() - this.pause;
  }

  /** True leaves at least half of its time to publish something. */
  synchronized boolean isHeld() {
    long since = nanoTime.getAsLong() - askedAt;
    if (held) {
      return since < time / 2 || ask();
    }
    return since >= pause && ask();
  }

  /** Extends it in good time where it is held. */
  synchronized void keep() {
    if (held && nanoTime.getAsLong() - askedAt >= time / 3) {
      ask();
    }
  }

  /** Lets another worker have it. */
  synchronized void release() {
    if (held) {
      askedAt = nanoTime.getAsLong();
      held = false;
      outbox.release(kind, worker);
    }
  }

  private boolean ask() {
    long now = nanoTime.getAsLong();
    held = false;
    held = outbox.lease(kind, worker, Duration.ofNanos(time));
    askedAt = now;
    return held;
  }
}
