package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Directory;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.directory.DirectoryView;
import io.connectorroutes.ledger.directory.LedgerDirectory;
import io.connectorroutes.ledger.table.Attempts;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;

/** What the ledger knows of one account, inside a transaction or outside. */
final class AccountView implements LedgerView {
  private final DirectoryView.Reader reader;
  private final Clock clock;
  private final Directory directory;

  AccountView(DirectoryView.Reader reader, String account, Clock clock, LedgerDirectory directory) {
    this.reader = reader;
    this.clock = clock;
    this.directory = directory.view(reader, account);
  }

  /** A view from within a transaction. */
  static AccountView within(Sql sql, String account, Clock clock, LedgerDirectory directory) {
    return new AccountView(new Within(sql), account, clock, directory);
  }

  private record Within(Sql sql) implements DirectoryView.Reader {
    @Override
    public <T> T read(Sql.Work<T> work) {
      try {
        return work.run(sql);
      } catch (SQLException e) {
        throw new ViewFailure(e);
      }
    }
  }

  /** Carries a database error through a planner, which knows none. */
  static final class ViewFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ViewFailure(SQLException cause) {
      super(cause);
    }

    @Override
    public synchronized SQLException getCause() {
      return (SQLException) super.getCause();
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Directory directory() {
    return directory;
  }

  @Override
  public int hostFailures() {
    return reader.read(HostCircuitBreaker::failures);
  }

  @Override
  public boolean mayHaveBeenDone(long seq) {
    return reader.read(sql -> Attempts.isInDoubt(sql, seq));
  }
}
