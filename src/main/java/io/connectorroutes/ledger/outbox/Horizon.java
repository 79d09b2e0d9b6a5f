package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Up to which row of a table no further one can appear. Where transactions write at the same time,
 * one that has a lower id may be committed after one that has a higher one: whoever reads in the
 * order of ids would pass it over. So the last row that is there counts only when all transactions
 * are over that had written to the table by then; each took its ids before it ended. Thread safe.
 */
final class Horizon {
  /** Transactions that write take a few milliseconds. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(2);

  private final Database database;
  private final SubscriberRows rows;
  private final Optional<String> writers;
  private volatile long known;

  Horizon(Database database, SubscriberRows rows) {
    this.database = database;
    this.rows = rows;
    this.writers = database.dialect().writersOf(rows.table());
  }

  /**
   * Where it is now.
   *
   * @param position looks for more only where nothing behind this is known
   */
  long behind(long position) {
    if (known <= position) {
      long last = database.read(rows::last);
      if (last > position && areOver(writing())) {
        known = last;
      }
    }
    return known;
  }

  private List<String> writing() {
    return writers.isEmpty()
        ? List.of()
        : database.read(sql -> sql.list(writers.get(), row -> row.text("writer")));
  }

  /** Waits a little for transactions to end; false where one does not. */
  private boolean areOver(List<String> transactions) {
    long giveUp = System.nanoTime() + LONGEST_WAIT.toNanos();
    List<String> open = transactions;
    while (!open.isEmpty()) {
      if (System.nanoTime() >= giveUp || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      List<String> now = writing();
      open = open.stream().filter(now::contains).toList();
    }
    return true;
  }
}
