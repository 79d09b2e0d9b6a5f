package io.connectorroutes.ledger.enqueue;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.order.Order;
import io.connectorroutes.ledger.order.Place;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.LockedAccount;
import io.connectorroutes.ledger.table.Numbering;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.LoggerFactory;

/**
 * Enqueues accepted changes, those of an account in the order in which they were accepted: at once
 * where nothing is ahead of them, else in bounded transactions that any worker goes on with. All
 * methods that are given a transaction need the lock of {@link Numbering#CHANGES}.
 */
public final class Enqueuer {
  /** Their accounts are locked meanwhile: what is being settled has to wait. */
  private static final int CHUNK = 200;

  /** Whether anything is to be enqueued before what is accepted now. */
  public static final String IS_ANY_AHEAD = Accepted.IS_ANY;

  /**
   * Whether a change is to be accepted when its time comes. One of a ledger of before that had its
   * place already, and was put off, is accepted as it is; to accept it once more is no harm.
   */
  public static final String IS_FOR_LATER =
      "state = 'recorded' AND due_at IS NOT NULL AND (position IS NULL OR replay > 0)";

  /** Whether anything is to be enqueued by the time that is given. */
  public static final String IS_PENDING =
      IS_ANY_AHEAD
          + """
           OR EXISTS (SELECT 1 FROM change WHERE due_at <= ? AND
          """
          + IS_FOR_LATER
          + " LIMIT 1)";

  /** How a change ends that is not enqueued. */
  public interface Endings {
    /** It was rejected at intake. */
    void rejected(Sql sql, ChangeRow change, Instant now) throws SQLException;

    /** Enqueueing it failed; its account is locked. */
    void unexpected(Sql sql, LockedAccount account, ChangeRow change, String message, Instant now)
        throws SQLException;
  }

  /** Enqueueing that change alone failed, and was undone. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long seq;

    private Failed(long seq, Throwable cause) {
      super(cause);
      this.seq = seq;
    }
  }

  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final Order order;
  private final Endings endings;

  /** Where one connection writes, each step would be carried out, one after the other. */
  private final Lock stepping = new ReentrantLock();

  private final InternalErrors errors = new InternalErrors(LoggerFactory.getLogger(Enqueuer.class));

  public Enqueuer(Database database, Clock clock, Accounts accounts, Order order, Endings endings) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
    this.order = order;
    this.endings = endings;
  }

  /** Accepts changes that were recorded before, in that order; their accounts are locked. */
  public void accept(Sql sql, List<Long> seqs) throws SQLException {
    List<ChangeRow> changes = inOrder(sql, seqs);
    if (Accepted.isAny(sql)) {
      putBehind(sql, changes);
    } else {
      enqueue(sql, numbered(sql, changes), true, true);
    }
  }

  /** Those of them that are there, each once. */
  private static List<ChangeRow> inOrder(Sql sql, List<Long> seqs) throws SQLException {
    Map<Long, ChangeRow> bySeq = new HashMap<>();
    ChangeRow.find(sql, seqs).forEach(change -> bySeq.put(change.seq(), change));
    return seqs.stream().distinct().map(bySeq::get).filter(Objects::nonNull).toList();
  }

  /** Accepts changes that were recorded just now: nothing else has a number above theirs. */
  public void acceptNew(Sql sql, List<ChangeRow> changes) throws SQLException {
    List<Order.Entering> all = changes.stream().map(one -> entering(one, one.seq())).toList();
    orFailed(
        all,
        () -> {
          List<Order.Entering> entering = toEnqueue(sql, all);
          Map<Long, LockedAccount> locked =
              accounts.openedIf("NOT " + IS_ANY_AHEAD, sql, counted(entering), clock.instant());
          if (locked.isEmpty()) {
            putBehind(sql, entering.stream().map(Order.Entering::change).toList());
          } else {
            order.hold(sql, entering);
            enter(sql, entering, locked);
          }
        });
  }

  private static void putBehind(Sql sql, List<ChangeRow> changes) throws SQLException {
    if (!changes.isEmpty()) {
      Accepted.add(sql, changes.stream().map(ChangeRow::seq).toList());
      sql.onCommit(Signal.any());
    }
  }

  /** Accepts all recorded changes of a job. */
  public void acceptJob(Sql sql, long jobId) throws SQLException {
    Accepted.addJob(sql, jobId);
  }

  /** Whether anything is to be enqueued now. */
  public boolean isPending() {
    return database.read(sql -> sql.exists("SELECT 1 WHERE " + IS_PENDING, clock.instant()));
  }

  /** Enqueues a bounded number of changes, in a transaction of its own, if any wait for it. */
  public void step() {
    step(true);
  }

  /** As {@link #step()}, unless another thread or worker is at it: this one can claim meanwhile. */
  public void stepIfFree() {
    if (stepping.tryLock()) {
      try {
        step(false);
      } finally {
        stepping.unlock();
      }
    }
  }

  private void step(boolean waits) {
    if (isPending()) {
      step(waits, CHUNK);
    }
  }

  /** Where it fails it is made smaller, until one change alone is the reason. */
  private void step(boolean waits, int room) {
    try {
      database.write(sql -> lock(sql, waits) && stepWithin(sql, room));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      if (room > 1) {
        step(waits, room / 2);
      } else if (e instanceof Failed failed) {
        database.write(sql -> end(sql, failed));
      } else {
        throw e;
      }
    }
  }

  private boolean lock(Sql sql, boolean waits) throws SQLException {
    if (waits) {
      Numbering.CHANGES.take(sql, 0);
      return true;
    }
    return Numbering.CHANGES.tryLock(sql, database.dialect());
  }

  /** The change has its outcome instead, unless another worker was faster. */
  private boolean end(Sql sql, Failed failed) throws SQLException {
    Numbering.CHANGES.take(sql, 0);
    Optional<ChangeRow> change = ChangeRow.find(sql, failed.seq).filter(ChangeRow::isRecorded);
    if (change.isPresent()) {
      LockedAccount account = accounts.lock(sql, change.get().accountId());
      String message = InternalErrors.message(failed);
      endings.unexpected(sql, account, change.get(), message, clock.instant());
      errors.log("change " + change.get().changeId(), failed.getCause());
      sql.onCommit(Signal.any());
    }
    return change.isPresent();
  }

  private boolean stepWithin(Sql sql, int most) throws SQLException {
    wake(sql);
    int room = most;
    List<Accepted.Entry> entries = Accepted.next(sql, room);
    while (!entries.isEmpty()) {
      int done =
          entries.get(0).isJob()
              ? enqueueJob(sql, entries.get(0), room)
              : enqueueEach(sql, entries);
      room -= Math.max(1, done);
      entries = room > 0 ? Accepted.next(sql, room) : List.of();
    }
    if (room < most) {
      sql.onCommit(Signal.any());
    }
    return room < most;
  }

  /** Changes whose time has come take their place as if they were accepted now. */
  private void wake(Sql sql) throws SQLException {
    List<Long> due =
        sql.list(
            "SELECT seq FROM change WHERE due_at <= ? AND "
                + IS_FOR_LATER
                + " ORDER BY due_at, seq LIMIT ?",
            row -> row.number("seq"),
            clock.instant(),
            CHUNK);
    sql.updateEach(
        "UPDATE change SET due_at = NULL WHERE seq = ?",
        due.stream().map(seq -> new Object[] {seq}).toList());
    Accepted.add(sql, due);
  }

  private int enqueueEach(Sql sql, List<Accepted.Entry> entries) throws SQLException {
    List<Long> seqs = entries.stream().map(Accepted.Entry::seq).toList();
    accounts.lockOf(sql, seqs);
    // Read behind the lock: a lease of a ledger of before may have been recovered meanwhile.
    List<ChangeRow> accepted =
        inOrder(sql, seqs).stream()
            .filter(change -> change.isRecorded() || change.isSentUnordered())
            .sorted(Comparator.comparing(ChangeRow::isRecorded))
            .toList();
    enqueue(sql, numbered(sql, accepted), true, true);
    Accepted.deleteUpTo(sql, entries.get(entries.size() - 1));
    return entries.size();
  }

  private int enqueueJob(Sql sql, Accepted.Entry entry, int room) throws SQLException {
    Optional<EnqueueStep> next = EnqueueStep.next(sql, entry.jobId(), entry.lastAccount(), room);
    if (next.isEmpty()) {
      Accepted.delete(sql, entry);
      EnqueueStep.done(sql, entry.jobId());
      return 1;
    }
    EnqueueStep step = next.get();
    List<ChangeRow> changes = step.changes().stream().map(EnqueueStep.Held::change).toList();
    if (step.account() != EnqueueStep.NO_ACCOUNT) {
      accounts.lock(sql, step.account());
    }
    List<Order.Entering> entering =
        step.isHeld()
            ? step.changes().stream().map(held -> entering(held.change(), held.place())).toList()
            : numbered(sql, changes);
    enqueue(sql, entering, !step.isHeld(), step.isDue());
    Accepted.goOnAfter(sql, entry, step.account());
    return changes.size();
  }

  private static Order.Entering entering(ChangeRow change, long number) {
    long position = change.position() == null ? number : change.position();
    return new Order.Entering(change, Place.at(number), position);
  }

  private static List<Order.Entering> numbered(Sql sql, List<ChangeRow> changes)
      throws SQLException {
    long number = Numbering.CHANGES.take(sql, changes.size()) - changes.size();
    List<Order.Entering> numbered = new ArrayList<>();
    for (ChangeRow change : changes) {
      number++;
      numbered.add(entering(change, number));
    }
    return numbered;
  }

  /**
   * Lets changes into the order.
   *
   * @param areToHold whether they do not hold their keys yet
   * @param areDue whether they become due, or blocked, now
   */
  private void enqueue(Sql sql, List<Order.Entering> changes, boolean areToHold, boolean areDue)
      throws SQLException {
    orFailed(
        changes,
        () -> {
          List<Order.Entering> entering = toEnqueue(sql, changes);
          Map<Long, LockedAccount> locked = areDue ? opened(sql, entering) : Map.of();
          if (areToHold) {
            order.hold(sql, entering);
          }
          if (areDue) {
            enter(sql, entering, locked);
          }
        });
  }

  private void enter(Sql sql, List<Order.Entering> changes, Map<Long, LockedAccount> accountsById)
      throws SQLException {
    Map<Long, Long> ranks = FairOrder.ranks(sql, changes, accountsById);
    Map<Long, Long> blocked = order.enter(sql, changes, accountsById, ranks, clock.instant());
    FairOrder.hurry(sql, blocked, ranks);
  }

  /** What is done with changes that are being enqueued. */
  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  /** Says of which change the work failed, where it was only one. */
  private void orFailed(List<Order.Entering> changes, Work work) throws SQLException {
    try {
      work.run();
    } catch (SQLException | RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      boolean isAway = e instanceof SQLException said && database.dialect().isAway(said);
      if (changes.size() != 1 || isAway) {
        throw e;
      }
      throw new Failed(changes.get(0).change().seq(), e);
    }
  }

  /** Without those that end here, and those whose time is still to come. */
  private List<Order.Entering> toEnqueue(Sql sql, List<Order.Entering> changes)
      throws SQLException {
    Instant now = clock.instant();
    List<Order.Entering> entering = new ArrayList<>();
    for (Order.Entering one : changes) {
      ChangeRow change = one.change();
      if (change.isProblem()) {
        endings.rejected(sql, change, now);
      } else if (change.notBefore() != null
          && change.notBefore().isAfter(now)
          && change.position() == null) {
        sql.update("UPDATE change SET due_at = ? WHERE seq = ?", change.notBefore(), change.seq());
        sql.onCommit(Signal.anyFrom(change.notBefore()));
      } else {
        entering.add(one);
      }
    }
    return entering;
  }

  private Map<Long, LockedAccount> opened(Sql sql, List<Order.Entering> changes)
      throws SQLException {
    return accounts.opened(sql, counted(changes), clock.instant());
  }

  /** How many there are, by account. */
  private static Map<Long, Integer> counted(List<Order.Entering> changes) {
    Map<Long, Integer> counts = new HashMap<>();
    changes.forEach(one -> counts.merge(one.change().accountId(), 1, Integer::sum));
    return counts;
  }
}
