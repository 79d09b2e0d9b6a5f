package io.connectorroutes.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions on the ledger's connections, and the events of those that were committed. */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final Transactions writes;
  private final Connections readers;
  private final Dialect dialect;
  private final List<Consumer<Object>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Duration>> timers = new CopyOnWriteArrayList<>();
  private final AtomicLong commits = new AtomicLong();

  /**
   * @param writes where transactions go
   * @param readers connections to read on; may be those of {@code writes}
   */
  public Database(Transactions writes, Connections readers, Dialect dialect) {
    this.writes = writes;
    this.readers = readers;
    this.dialect = dialect;
    onCommit(Runnable.class, Runnable::run);
  }

  public Dialect dialect() {
    return dialect;
  }

  /**
   * Hears of what transactions of this process have committed ({@link Sql#onCommit}), right after
   * each commit and in the thread that wrote.
   *
   * @param events of that class
   */
  public <E> void onCommit(Class<E> events, Consumer<E> listener) {
    listeners.add(
        event -> {
          if (events.isInstance(event)) {
            listener.accept(events.cast(event));
          }
        });
  }

  /**
   * Hears how long each transaction that this process committed took, its wait for its turn
   * included, in the thread that wrote; it must be quick.
   */
  public void onTransaction(Consumer<Duration> timer) {
    timers.add(timer);
  }

  private void committed(Object event) {
    for (Consumer<Object> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        // The commit stands; its caller must not believe that it failed.
        LOG.warn("what a commit is followed by failed; its work is found by the next poll", e);
      }
    }
  }

  /** Runs a transaction; committed when this returns, undone when it throws. */
  public <T> T write(Sql.Work<T> work) {
    return written(work, writes::write);
  }

  /** Runs statements each of which may be committed by itself; all are when this returns. */
  public <T> T writeEach(Sql.Work<T> work) {
    return written(work, writes::writeEach);
  }

  /** How it is written. */
  @FunctionalInterface
  private interface Way<T> {
    T write(Sql.Work<T> work) throws SQLException;
  }

  private <T> T written(Sql.Work<T> work, Way<T> way) {
    try {
      Set<Object> events = new LinkedHashSet<>();
      long begin = System.nanoTime();
      T result = way.write(sql -> work.run(sql.collecting(events::add)));
      commits.incrementAndGet();
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      timers.forEach(timer -> timer.accept(taken));
      events.forEach(this::committed);
      return result;
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /**
   * The process is to end: from now on none waits long for a lock of another process.
   *
   * @param isAnythingInFlight whether the answers of calls are still to be settled
   */
  public void endSoon(boolean isAnythingInFlight) {
    writes.endSoon(isAnythingInFlight);
  }

  /** How many transactions that wait for each other are committed together at most, at least 1. */
  public int mostTogether() {
    return writes.mostTogether();
  }

  /** How many transactions this process has committed. */
  long commits() {
    return commits.get();
  }

  /** Runs queries, each of which sees what is committed when it starts. */
  public <T> T read(Sql.Work<T> work) {
    try {
      return readers.use((connection, sql) -> work.run(sql));
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  private RuntimeException translated(SQLException error) {
    Optional<String> advice = dialect.advice(error);
    if (advice.isPresent()) {
      return new DatabaseUnavailableException(advice.get(), error);
    }
    return dialect.isAway(error)
        ? new DatabaseUnavailableException(
            "the ledger's database does not answer: " + error.getMessage(), error)
        : new DatabaseException("the ledger's database refused: " + error.getMessage(), error);
  }

  @Override
  public void close() {
    readers.close();
    writes.close();
  }
}
