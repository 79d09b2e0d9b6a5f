package io.connectorroutes.camel.ledger;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes threads that wait for work: one for each account that a commit signals, and one to look at
 * everything where that was asked for or it is time. What is signalled while nobody waits is kept,
 * so that work made between a look and the wait is not slept through; the same account signalled
 * several times is one, and so are several looks. A thread whose look found work asks for another
 * look, so that as many threads wake as there is work, and no more.
 *
 * <p>Of the threads that wait, one keeps watch until the time of the next look; the others rest.
 */
public final class WorkSignal {
  /** What a thread was woken for. */
  public enum Wake {
    /** To look at everything. */
    LOOK,
    /** To claim: an account was signalled. */
    CLAIM
  }

  /** When everybody is at work, or a look is under way, whose end says when the next one is. */
  private static final long FAR = TimeUnit.MINUTES.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition watch = lock.newCondition();
  private final Condition rest = lock.newCondition();
  private final Set<Long> accounts = new LinkedHashSet<>();
  private boolean look;

  /** By the machine's monotonic clock. */
  private long nextLook = System.nanoTime() + FAR;

  private boolean watched;
  private int resting;

  /** Asks for a look. */
  public void raise() {
    lock.lock();
    try {
      look = true;
      wakeOne();
    } finally {
      lock.unlock();
    }
  }

  /** An account can be claimed. */
  void raise(long account) {
    lock.lock();
    try {
      if (accounts.add(account)) {
        wakeOne();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Asks for a look after that time, where none comes earlier. */
  void raiseIn(Duration time) {
    lock.lock();
    try {
      if (movedForward(time)) {
        wakeWatch();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Moves the next look forward where that is later; returns whether it was. */
  private boolean movedForward(Duration time) {
    // A time of hundreds of years has no number of nanoseconds; there are looks before it.
    boolean isFar = time.compareTo(Duration.ofNanos(FAR)) > 0;
    long then = System.nanoTime() + (isFar ? FAR : time.toNanos());
    boolean isEarlier = then - nextLook < 0;
    if (isEarlier) {
      nextLook = then;
    }
    return isEarlier;
  }

  /** Waits for work, as {@link #next(Duration)}, and leaves the time of the next look. */
  Wake next() {
    return next(Duration.ofNanos(FAR));
  }

  /**
   * Waits for work. A thread that is interrupted returns at once, and stays so.
   *
   * @param timeout after which there is to be a look at the latest
   */
  public Wake next(Duration timeout) {
    lock.lock();
    try {
      if (movedForward(timeout) && watched) {
        watch.signal();
      }
      Wake wake = taken();
      while (wake == null) {
        boolean watches = !watched;
        watched = true;
        resting += watches ? 0 : 1;
        try {
          long most = watches ? nextLook - System.nanoTime() : FAR;
          var unused = (watches ? watch : rest).awaitNanos(most);
        } finally {
          watched &= !watches;
          resting -= watches ? 0 : 1;
        }
        wake = taken();
      }
      return wake;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Wake.LOOK;
    } finally {
      lock.unlock();
    }
  }

  private Wake taken() {
    if (look || nextLook - System.nanoTime() <= 0) {
      look = false;
      nextLook = System.nanoTime() + FAR;
      return Wake.LOOK;
    }
    Iterator<Long> next = accounts.iterator();
    if (!next.hasNext()) {
      return null;
    }
    next.next();
    next.remove();
    if (next.hasNext()) {
      wakeOne();
    } else if (!watched) {
      // This one may be away for long, and says no more.
      rest.signal();
    }
    return Wake.CLAIM;
  }

  private void wakeOne() {
    if (resting > 0) {
      rest.signal();
    } else {
      watch.signal();
    }
  }

  /** Who keeps watch looks at the time again; where nobody does, one that rests takes it over. */
  private void wakeWatch() {
    if (watched) {
      watch.signal();
    } else {
      rest.signal();
    }
  }
}
