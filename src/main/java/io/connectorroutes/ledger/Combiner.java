package io.connectorroutes.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Carries out in groups what several threads bring at the same time: whoever has the turn does so
 * for those that wait as well. What it did is visible to each of them.
 */
final class Combiner<T> {
  private final int most;
  private final Consumer<List<T>> work;
  private final Queue<Brought<T>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();

  /** Guarded by the turn. */
  private static final class Brought<T> {
    private final T what;
    private boolean over;
    private Throwable failure;

    private Brought(T what) {
      this.what = what;
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
   * Nothing yet.
   *
   * @param most what a group holds at most: it bounds how long the first one waits
   * @param work carries a group out, in the order in which it was brought
   */
  Combiner(int most, Consumer<List<T>> work) {
    this.most = most;
    this.work = work;
  }

  /**
   * Returns when it was carried out, alone or with others, by this thread or another one.
   *
   * @throws IllegalStateException where this thread is carrying out others
   * @throws RuntimeException as the work did, to each one of the group; an {@link Error} as well
   */
  void carryOut(T what) {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("a transaction within a transaction");
    }
    Brought<T> mine = new Brought<>(what);
    waiting.add(mine);
    turn.lock();
    try {
      while (!mine.over) {
        carryOutUninterrupted(group());
      }
    } finally {
      turn.unlock();
    }
    mine.rethrow();
  }

  private List<Brought<T>> group() {
    List<Brought<T>> group = new ArrayList<>();
    while (group.size() < most && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    return group;
  }

  /** A thread that is to stop does not undo the work of others. */
  private void carryOutUninterrupted(List<Brought<T>> group) {
    boolean interrupted = Thread.interrupted();
    try {
      work.accept(group.stream().map(brought -> brought.what).toList());
    } catch (RuntimeException | Error e) {
      group.forEach(brought -> brought.failure = e);
    }
    group.forEach(brought -> brought.over = true);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
