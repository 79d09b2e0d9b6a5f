package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.DatabaseUnavailableException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets the claims of a process come one after the other, or a few at once while each fills its
 * call. Those of all workers come one after the other in the database ({@link Claim}); here all but
 * a few wait for that without a connection.
 *
 * <p>Where processors and database are busy and accounts have little to send, further changes of
 * those that wait for their turn come in meanwhile and are sent together: five times as many
 * claims, each of one change, would only take time from what brings them in. Where calls are full
 * nothing is gained by waiting, and claims that are committed together cost less.
 */
final class ClaimTurns {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition ended = lock.newCondition();

  /** Claims under way. */
  private int claiming;

  /** Whether the last claim that found something filled its call. */
  private boolean full;

  private DatabaseUnavailableException lastAway;

  /**
   * Turns of a process.
   *
   * @param most claims at once while each fills its call, at least 1
   */
  ClaimTurns(int most) {
    this.most = most;
  }

  /**
   * Claims when it is this thread's turn.
   *
   * @param isFull whether a claim filled its call; not asked of null
   * @return what the claim returns, null included
   * @throws DatabaseUnavailableException where the database did not answer the claim that was
   *     waited for: this one need not wait as long again; or where this thread is interrupted
   */
  <T> T take(Supplier<T> claim, Predicate<T> isFull) {
    await();
    DatabaseUnavailableException away = null;
    T claimed = null;
    try {
      claimed = claim.get();
      return claimed;
    } catch (DatabaseUnavailableException e) {
      away = e;
      throw e;
    } finally {
      end(claimed == null ? null : isFull.test(claimed), away);
    }
  }

  /** Returns when it is this thread's turn. */
  private void await() {
    try {
      lock.lockInterruptibly();
      try {
        DatabaseUnavailableException before = lastAway;
        while (claiming >= (full ? most : 1)) {
          ended.await();
          if (before != lastAway) {
            throw new DatabaseUnavailableException(lastAway.getMessage(), lastAway);
          }
        }
        claiming++;
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailableException("interrupted before its turn to claim", e);
    }
  }

  /**
   * Ends a turn.
   *
   * @param filled null where the claim found nothing
   * @param away null unless the claim failed of that: only a claim that was tried is remembered, so
   *     that whoever comes after those that waited for it tries anew
   */
  private void end(Boolean filled, DatabaseUnavailableException away) {
    lock.lock();
    try {
      claiming--;
      if (filled != null) {
        full = filled;
      }
      if (away != null) {
        lastAway = away;
        ended.signalAll();
      } else {
        for (int free = (full ? most : 1) - claiming; free > 0; free--) {
          ended.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
