package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.DatabaseUnavailableException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets the claims of a process come one after the other. Those of all workers do so in the database
 * ({@link Claim}); here one of them waits for that, and not all connections.
 *
 * <p>Where processors and database are busy, further changes of the accounts that wait for their
 * turn come in meanwhile and are sent together: five times as many claims, each of one change,
 * would only take time from what brings them in.
 */
final class ClaimTurns {
  private final Lock turn = new ReentrantLock(true);

  private volatile DatabaseUnavailableException lastAway;

  /**
   * Claims when it is this thread's turn.
   *
   * @throws DatabaseUnavailableException where the database did not answer the claim that was
   *     waited for: this one need not wait as long again; or where this thread is interrupted
   */
  <T> T take(Supplier<T> claim) {
    DatabaseUnavailableException before = lastAway;
    await();
    try {
      DatabaseUnavailableException away = lastAway;
      if (before != away) {
        throw new DatabaseUnavailableException(away.getMessage(), away);
      }
      return tried(claim);
    } finally {
      turn.unlock();
    }
  }

  /**
   * Only a claim that was tried is remembered: whoever comes after those that waited for it tries
   * anew.
   */
  private <T> T tried(Supplier<T> claim) {
    try {
      return claim.get();
    } catch (DatabaseUnavailableException e) {
      lastAway = e;
      throw e;
    }
  }

  private void await() {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailableException("interrupted before its turn to claim", e);
    }
  }
}
