package io.connectorroutes.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An even pace that does not drift. */
final class Pace {
  private final long interval;
  private long next = System.nanoTime();

  Pace(long millis) {
    this.interval = TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Waits for the next beat. */
  void await() {
    next += interval;
    long left = next - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = next - System.nanoTime();
    }
  }
}
