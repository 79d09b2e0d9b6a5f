package io.connectorroutes.camel;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes one thread that waits for work. A signal raised while nobody waits is kept, so that work
 * made between a look and the wait is not slept through; several signals are one. A thread that
 * found work raises the signal again, so that as many threads wake as there is work, and no more.
 *
 * <p>Of the threads that wait for a time, only the one that is to wake first keeps watch; the
 * others rest until a signal. Whoever wakes either finds work, and raises the signal, or keeps
 * watch again.
 */
final class WorkSignal {
  /** Wakes those that rest once in a while, should nobody keep watch. */
  private static final Duration REST = Duration.ofMinutes(1);

  private final Semaphore raised = new Semaphore(0);

  /** When the thread that keeps watch wakes, by the machine's monotonic clock; 0 for nobody. */
  private long watchEnds;

  void raise() {
    if (raised.availablePermits() == 0) {
      raised.release();
    }
  }

  /** Waits until the signal is raised, or the time has passed and nobody wakes before that. */
  void await(Duration patience) {
    long end = endOf(patience);
    boolean keepsWatch = takeWatch(end);
    try {
      Duration wait = keepsWatch ? patience : REST;
      if (raised.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        raised.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (keepsWatch) {
        endWatch(end);
      }
    }
  }

  private static long endOf(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    return end == 0 ? 1 : end;
  }

  private synchronized boolean takeWatch(long end) {
    boolean isFirst = watchEnds == 0 || end - watchEnds < 0;
    if (isFirst) {
      watchEnds = end;
    }
    return isFirst;
  }

  /** Unless another thread has taken it over, to wake earlier. */
  private synchronized void endWatch(long end) {
    if (watchEnds == end) {
      watchEnds = 0;
    }
  }
}
