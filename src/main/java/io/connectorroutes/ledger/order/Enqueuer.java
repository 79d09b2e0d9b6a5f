package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Signal;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.claim.Settlement;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.Numbering;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Lets accepted changes into the lines of their targets, those of an account in the order in which
 * they were accepted: at once where nothing is ahead of them, else in bounded transactions that any
 * worker goes on with. All methods that are given a transaction need the lock of {@link
 * Numbering#CHANGES}.
 */
public final class Enqueuer {
  /** Their accounts are locked meanwhile: what is being settled has to wait. */
  private static final int CHUNK = 200;

  /** Letting in that change alone failed, and was undone. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long seq;

    private Failed(long seq, Throwable cause) {
      super(cause);
      this.seq = seq;
    }
  }

  /** What is let in next: a whole job, or one change. */
  private record Entry(long id, Long jobId, Long seq, Long lastAccount) {}

  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final Lines lines;
  private final Settlement settlement;
  private final InternalErrors errors = new InternalErrors(LoggerFactory.getLogger(Enqueuer.class));

  public Enqueuer(
      Database database, Clock clock, Accounts accounts, Lines lines, Settlement settlement) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
    this.lines = lines;
    this.settlement = settlement;
  }

  /** Accepts one recorded change, as {@link #accept(Sql, List)}. */
  public void accept(Sql sql, long seq) throws SQLException {
    accept(sql, ChangeRow.find(sql, seq).stream().toList());
  }

  /** Accepts recorded changes: lets them in, or puts them behind what is still to be let in. */
  public void accept(Sql sql, List<ChangeRow> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    if (sql.exists("SELECT 1 FROM accepted LIMIT 1")) {
      sql.updateEach(
          "INSERT INTO accepted (seq) VALUES (?)",
          changes.stream().map(change -> new Object[] {change.seq()}).toList());
      sql.signal(Signal.of(Signal.Kind.ANY));
    } else {
      enqueue(sql, changes);
    }
  }

  /** Accepts all recorded changes of a job. */
  public void acceptJob(Sql sql, long jobId) throws SQLException {
    sql.update("INSERT INTO accepted (job_id) VALUES (?)", jobId);
  }

  /** Whether anything is to be let in now. */
  public boolean isPending() {
    return database.read(
        sql ->
            sql.exists("SELECT 1 FROM accepted LIMIT 1")
                || sql.exists(
                    "SELECT 1 FROM change WHERE state = 'later' AND due_at <= ? LIMIT 1",
                    clock.instant()));
  }

  /** Lets in a bounded number of changes, in a transaction of its own, if any are to be let in. */
  public void step() {
    step(
        (sql, room) -> {
          Numbering.CHANGES.take(sql, 0);
          return stepWithin(sql, room);
        });
  }

  /** As {@link #step()}, unless another thread or worker is at it. */
  public void stepIfFree() {
    step(
        (sql, room) -> Numbering.CHANGES.tryLock(sql, database.dialect()) && stepWithin(sql, room));
  }

  /** A step that lets in at most so many; returns whether there was any. */
  @FunctionalInterface
  private interface Step {
    boolean run(Sql sql, int room) throws SQLException;
  }

  private void step(Step step) {
    if (isPending() && step(step, CHUNK)) {
      database.signalAny();
    }
  }

  /** Where it fails it is made smaller, until one change alone is the reason. */
  private boolean step(Step step, int room) {
    try {
      return database.write(sql -> step.run(sql, room));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      if (room > 1) {
        return step(step, room / 2);
      }
      if (e instanceof Failed failed) {
        return database.write(sql -> end(sql, failed));
      }
      throw e;
    }
  }

  /** The change has its outcome instead, unless another worker was faster. */
  private boolean end(Sql sql, Failed failed) throws SQLException {
    Numbering.CHANGES.take(sql, 0);
    Optional<ChangeRow> change =
        ChangeRow.find(sql, failed.seq).filter(found -> found.state().equals("recorded"));
    if (change.isPresent()) {
      lockAccounts(sql, List.of(change.get()));
      String message = InternalErrors.message(failed);
      settlement.unexpected(sql, change.get(), message, clock.instant());
      errors.log("change " + change.get().changeId(), failed.getCause());
    }
    return change.isPresent();
  }

  private boolean stepWithin(Sql sql, int most) throws SQLException {
    wake(sql);
    int room = most;
    boolean any = false;
    while (room > 0) {
      Optional<Entry> entry = next(sql);
      if (entry.isEmpty()) {
        return any;
      }
      any = true;
      room -= enqueueEntry(sql, entry.get(), room);
    }
    return any;
  }

  /** Changes whose time has come take their place as if they were accepted now. */
  private void wake(Sql sql) throws SQLException {
    List<Long> due =
        sql.list(
            """
            SELECT seq FROM change WHERE state = 'later' AND due_at <= ?
            ORDER BY due_at, seq LIMIT ?
            """,
            row -> row.number("seq"),
            clock.instant(),
            CHUNK);
    for (long seq : due) {
      sql.update("UPDATE change SET state = 'recorded' WHERE seq = ?", seq);
      sql.update("INSERT INTO accepted (seq) VALUES (?)", seq);
    }
  }

  private static Optional<Entry> next(Sql sql) throws SQLException {
    return sql.first(
        "SELECT id, job_id, seq, last_account FROM accepted ORDER BY id LIMIT 1",
        row ->
            new Entry(
                row.number("id"),
                row.numberOrNull("job_id"),
                row.numberOrNull("seq"),
                row.numberOrNull("last_account")));
  }

  private int enqueueEntry(Sql sql, Entry entry, int room) throws SQLException {
    EnqueueStep round = changes(sql, entry, room);
    enqueue(sql, round.changes());
    if (round.isLast()) {
      sql.update("DELETE FROM accepted WHERE id = ?", entry.id);
    } else {
      sql.update(
          "UPDATE accepted SET last_account = ? WHERE id = ?", round.lastAccount(), entry.id);
    }
    return Math.max(1, round.changes().size());
  }

  private static EnqueueStep changes(Sql sql, Entry entry, int room) throws SQLException {
    return entry.seq == null
        ? EnqueueStep.after(sql, entry.jobId, entry.lastAccount, room)
        : new EnqueueStep(single(sql, entry), 0, true);
  }

  private static List<ChangeRow> single(Sql sql, Entry entry) throws SQLException {
    return ChangeRow.find(sql, entry.seq).stream()
        .filter(change -> change.state().equals("recorded"))
        .toList();
  }

  private void enqueue(Sql sql, List<ChangeRow> changes) throws SQLException {
    try {
      letIn(sql, changes);
    } catch (SQLException e) {
      if (changes.size() != 1 || database.dialect().isAway(e)) {
        throw e;
      }
      throw new Failed(changes.get(0).seq(), e);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      if (changes.size() != 1) {
        throw e;
      }
      throw new Failed(changes.get(0).seq(), e);
    }
  }

  private void letIn(Sql sql, List<ChangeRow> changes) throws SQLException {
    Instant now = clock.instant();
    long position = Numbering.POSITIONS.take(sql, changes.size()) - changes.size();
    lockAccounts(sql, changes);
    List<Lines.Joining> joining = new ArrayList<>();
    for (ChangeRow change : changes) {
      position++;
      if (change.isProblem()) {
        settlement.rejected(sql, change, now);
      } else if (change.notBefore() != null && change.notBefore().isAfter(now)) {
        sql.update(
            "UPDATE change SET state = 'later', due_at = ? WHERE seq = ?",
            change.notBefore(),
            change.seq());
        sql.signal(Signal.anyFrom(change.notBefore()));
      } else {
        joining.add(new Lines.Joining(change, position));
      }
    }
    lines.join(sql, joining, now);
  }

  /** All of them before any line is touched. */
  private void lockAccounts(Sql sql, List<ChangeRow> changes) throws SQLException {
    accounts.lock(
        sql,
        changes.stream()
            .filter(change -> !change.isProblem())
            .map(ChangeRow::accountId)
            .filter(Objects::nonNull)
            .distinct()
            .toList());
  }
}
