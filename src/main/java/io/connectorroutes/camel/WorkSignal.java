package io.connectorroutes.camel;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes one thread that waits for work. A signal raised while nobody waits is kept, so that work
 * made between a look and the wait is not slept through; several signals are one. A thread that
 * found work raises the signal again, so that as many threads wake as there is work, and no more.
 */
final class WorkSignal {
  private final Semaphore raised = new Semaphore(0);

  void raise() {
    if (raised.availablePermits() == 0) {
      raised.release();
    }
  }

  /** Waits until the signal is raised, or the time has passed. */
  void await(Duration patience) {
    try {
      if (raised.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        raised.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
