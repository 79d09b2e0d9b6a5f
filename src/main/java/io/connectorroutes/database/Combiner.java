package io.connectorroutes.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The group commit: carries out in groups what several threads bring at the same time. Whoever gets
 * the lock does so for those that wait as well. What it did is visible to each of them, and each
 * goes on as soon as its own is done, whatever is carried out next.
 */
public final class Combiner<T> {
  private final int most;
  private final Consumer<List<T>> work;
  private final Queue<Brought<T>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();

  private static final class Brought<T> {
    private final T what;
    private final Thread by = Thread.currentThread();

    /** Written before it is over. */
    private Throwable failure;

    private volatile boolean over;

    private Brought(T what) {
      this.what = what;
    }

    private void end() {
      over = true;
      LockSupport.unpark(by);
    }

    private void rethrow() {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }

  /**
   * @param most what a group holds at most: it bounds how long the first one waits
   * @param work carries a group out, in the order in which it was brought, and has undone all of it
   *     where it throws; then each of the group is carried out by itself
   */
  public Combiner(int most, Consumer<List<T>> work) {
    this.most = most;
    this.work = work;
  }

  /**
   * Returns when it was carried out, alone or with others, by this thread or another one.
   *
   * @throws IllegalStateException where this thread is carrying out others
   * @throws RuntimeException as the work did with this one alone, or where the database is away; an
   *     {@link Error} as well
   */
  public void carryOut(T what) {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("a transaction within a transaction");
    }
    Brought<T> mine = new Brought<>(what);
    waiting.add(mine);
    boolean interrupted = false;
    while (!mine.over) {
      // A thread that is to stop does not undo the work of others, and waits for its own.
      interrupted |= Thread.interrupted();
      if (lock.tryLock()) {
        carryOutNext(mine);
      } else {
        LockSupport.park(this);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    mine.rethrow();
  }

  /** With the lock, which is then offered to the first of those that wait. */
  private void carryOutNext(Brought<T> mine) {
    try {
      if (!mine.over) {
        List<Brought<T>> group = group();
        carryOut(group);
        group.forEach(Brought::end);
      }
    } finally {
      lock.unlock();
      Brought<T> next = waiting.peek();
      if (next != null) {
        LockSupport.unpark(next.by);
      }
    }
  }

  private List<Brought<T>> group() {
    List<Brought<T>> group = new ArrayList<>();
    while (group.size() < most && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    return group;
  }

  private void carryOut(List<Brought<T>> group) {
    try {
      work.accept(group.stream().map(brought -> brought.what).toList());
    } catch (RuntimeException | Error e) {
      if (group.size() == 1 || isOfAll(e)) {
        group.forEach(brought -> brought.failure = e);
      } else {
        carryOutEach(group);
      }
    }
  }

  /** One of them may be the reason that they failed: the others are not to suffer for it. */
  private void carryOutEach(List<Brought<T>> group) {
    Throwable ofAll = null;
    for (Brought<T> one : group) {
      if (ofAll == null) {
        carryOut(List.of(one));
        ofAll = isOfAll(one.failure) ? one.failure : null;
      } else {
        one.failure = ofAll;
      }
    }
  }

  private static boolean isOfAll(Throwable failure) {
    return failure instanceof DatabaseUnavailableException || failure instanceof OutOfMemoryError;
  }
}
