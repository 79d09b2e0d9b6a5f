package io.connectorroutes.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions on the ledger's connections, and the nudges after those that made work. */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final Writes writes;
  private final HikariDataSource readers;
  private final Dialect dialect;
  private final List<Runnable> nudges = new CopyOnWriteArrayList<>();
  private final AtomicLong commits = new AtomicLong();

  /**
   * @param writes where transactions go
   * @param readers connections to read on; may be those of {@code writes}
   */
  Database(Writes writes, HikariDataSource readers, Dialect dialect) {
    this.writes = writes;
    this.readers = readers;
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }

  void onWork(Runnable nudge) {
    nudges.add(nudge);
  }

  /** Tells this process that a commit may have made work. */
  void nudge() {
    for (Runnable nudge : nudges) {
      try {
        nudge.run();
      } catch (RuntimeException e) {
        // The commit stands; its caller must not believe that it failed.
        LOG.warn("a nudge failed; its work is found by the next poll", e);
      }
    }
  }

  /** Runs a transaction; committed when this returns, undone when it throws. */
  <T> T write(Sql.Work<T> work) {
    try {
      T result = writes.write(work);
      commits.incrementAndGet();
      return result;
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /** How many transactions this process has committed. */
  long commits() {
    return commits.get();
  }

  /** Runs queries, each of which sees what is committed when it starts. */
  <T> T read(Sql.Work<T> work) {
    try (Connection connection = readers.getConnection();
        Statements statements = new Statements(connection)) {
      return work.run(new Sql(statements));
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  private RuntimeException translated(SQLException error) {
    Optional<String> fullDisk = dialect.fullDisk(error);
    if (fullDisk.isPresent()) {
      return new LedgerUnavailableException(
          "the disk of the ledger is full, make room in " + fullDisk.get(), error);
    }
    return dialect.isAway(error)
        ? new LedgerUnavailableException(
            "the ledger's database does not answer: " + error.getMessage(), error)
        : new LedgerException("the ledger's database refused: " + error.getMessage(), error);
  }

  @Override
  public void close() {
    readers.close();
    writes.close();
  }
}
