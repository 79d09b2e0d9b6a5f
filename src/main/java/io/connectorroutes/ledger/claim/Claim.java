package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Dialect;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Planner;
import io.connectorroutes.ledger.TenantPlan;
import io.connectorroutes.ledger.directory.LedgerDirectory;
import io.connectorroutes.ledger.order.Order;
import io.connectorroutes.ledger.order.OrderedChange;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.Attempts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.LockedAccount;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The claim of one account within one transaction: choose it, plan, record what is about to leave.
 */
final class Claim {

  /**
   * How a claim ended.
   *
   * @param accountId that was claimed
   * @param progress whether any change was settled or put off
   * @param claimed null where nothing is to be sent
   */
  record Result<R>(long accountId, boolean progress, Claimed<R> claimed) {}

  /** A claim that failed for no fault of the database, and was undone. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long accountId;
    private final String tenant;

    Failed(long accountId, String alias, Throwable cause) {
      super(cause);
      this.accountId = accountId;
      this.tenant = GraphTenant.nameOf(alias);
    }

    public long accountId() {
      return accountId;
    }

    /** What its tenant is called in messages. */
    public String tenant() {
      return tenant;
    }
  }

  /**
   * The account that is served next, leased.
   *
   * @param passed its ranks that were passed
   * @param hostFailures see {@link HostCircuitBreaker#failures}
   * @param hasWakes whether some of its changes are to be looked at again
   * @param isAnyRefused whether Graph refuses anything for want of a permission
   */
  private record Account(
      LockedAccount locked,
      PassedRanks passed,
      String key,
      String alias,
      String lease,
      Instant leaseUntil,
      int hostFailures,
      boolean hasWakes,
      boolean isAnyRefused) {
    long id() {
      return locked.id();
    }
  }

  /** By which claims of all workers wait for each other; any number that nobody else uses. */
  private static final long TURN = 6_213_708_415_290L;

  private final Dialect dialect;
  private final Clock clock;
  private final Duration lease;
  private final Accounts accounts;
  private final SlidingWindow slots;
  private final DueChanges dueChanges;
  private final Settlement settlement;
  private final Order order;
  private final LedgerDirectory directory;
  private final UnconfiguredAccounts unconfigured;
  private final Withdrawal withdrawal;

  Claim(
      Dialect dialect,
      Clock clock,
      Duration lease,
      Accounts accounts,
      DueChanges dueChanges,
      Settlement settlement,
      Order order,
      LedgerDirectory directory,
      UnconfiguredAccounts unconfigured) {
    this.dialect = dialect;
    this.clock = clock;
    this.lease = lease;
    this.accounts = accounts;
    this.dueChanges = dueChanges;
    this.slots = dueChanges.slots();
    this.settlement = settlement;
    this.order = order;
    this.directory = directory;
    this.unconfigured = unconfigured;
    this.withdrawal = new Withdrawal(accounts, settlement);
  }

  /**
   * Claims the next account; empty where no account has one. No more changes are shown to the
   * planner than its budget has slots, as a change gets one request at most.
   */
  <R> Optional<Result<R>> take(Sql sql, String worker, int limit, Planner<R> planner)
      throws SQLException {
    // The account that was served the longest ago, of those that have something to do.
    Optional<Account> next = leased(sql, worker, "ORDER BY last_served, id LIMIT 1");
    return next.isEmpty()
        ? Optional.empty()
        : Optional.of(take(sql, next.get(), null, limit, planner));
  }

  /**
   * Claims that account for that change alone; empty where the account has none now, or the change
   * is not due any more.
   */
  <R> Optional<Result<R>> takeOne(
      Sql sql, long accountId, long seq, String worker, Planner<R> planner) throws SQLException {
    Optional<Account> account = leased(sql, worker, "AND id = ? LIMIT 1", accountId);
    if (account.isPresent() && !DueChanges.isDue(sql, accountId, clock.instant(), seq)) {
      accounts.unclaim(sql, accountId);
      return Optional.empty();
    }
    return account.isEmpty()
        ? Optional.empty()
        : Optional.of(take(sql, account.get(), seq, 1, planner));
  }

  private <R> Result<R> take(Sql sql, Account account, Long only, int limit, Planner<R> planner)
      throws SQLException {
    try {
      return taken(sql, account, only, limit, planner);
    } catch (SQLException e) {
      if (dialect.isAway(e)) {
        throw e;
      }
      throw new Failed(account.id(), account.alias, e);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      throw new Failed(account.id(), account.alias, e);
    }
  }

  private <R> Result<R> taken(Sql sql, Account account, Long only, int limit, Planner<R> planner)
      throws SQLException {
    if (unconfigured.contains(sql, account.id(), account.key, account.alias)) {
      accounts.unclaim(sql, account.id());
      return new Result<>(account.id(), false, null);
    }
    Instant now = clock.instant();
    boolean woken = account.hasWakes && order.wakeNext(sql, account.locked);
    PermissionRests rests =
        account.isAnyRefused ? PermissionRests.of(sql, account.id()) : PermissionRests.NONE;
    DueChanges.Loaded loaded =
        only == null
            ? dueChanges.load(sql, account.id(), account.key, account.passed, rests, now, limit)
            : dueChanges.loadOne(sql, account.id(), account.key, rests, now, only);
    List<DueChanges.Due> due = loaded.changes();
    if (due.isEmpty() && !slots.isAnyFree(sql, account.id(), now)) {
      accounts.unclaim(sql, account.id());
      waitForSlot(sql, account, now);
      return new Result<>(account.id(), woken, null);
    }
    List<DueChanges.Due> unblocked = unblocked(sql, account, wanted(sql, account, due, now));
    Result<R> result = planned(sql, account, unblocked, planner);
    boolean isProgress = result.progress() || unblocked.size() < due.size();
    if (result.claimed() == null) {
      if (!isProgress && due.stream().anyMatch(one -> !one.change().tried().isEmpty())) {
        // It would come first again, and hold up all else.
        PermissionRests.notTried(sql, account.id(), now);
      }
      accounts.unclaim(sql, account.id());
    } else if (result.claimed().intents().size() == loaded.free()) {
      waitForSlot(sql, account, now);
    }
    return new Result<>(account.id(), woken || isProgress, result.claimed());
  }

  /** Spares the claims of an account that could not send anything. */
  private void waitForSlot(Sql sql, Account account, Instant now) throws SQLException {
    Optional<Instant> free = slots.nextFree(sql, account.id(), now);
    if (free.isPresent()) {
      accounts.slotsFreeAt(sql, account.id(), free.get());
    }
  }

  /** An account that can be claimed; whoever finds nothing to send for it ends its lease. */
  private Optional<Account> leased(Sql sql, String worker, String which, Object... last)
      throws SQLException {
    Instant now = clock.instant();
    String token = UUID.randomUUID().toString();
    Instant until = now.plus(lease);
    List<Object> arguments = new ArrayList<>(List.of(token, worker, until, now, now, now, now));
    arguments.addAll(List.of(last));
    return sql.first(
        Accounts.LEASE
            + """
            id = (SELECT id FROM account
              WHERE
            """
            + dialect.oneAtATime(TURN)
            + """
              next_due <= ? AND
            """
            + Accounts.MAY_SEND
            + unconfigured.condition()
            + HostCircuitBreaker.IS_NOT_PARKED
            + which
            + dialect.skipLocked()
            + """
            )
            RETURNING id, account_key, alias, open, last_rank, last_served, refused,
              (SELECT failures FROM circuit_breaker WHERE id = 1) AS host_failures,
              CASE WHEN EXISTS (SELECT 1 FROM wake w WHERE w.account_id = account.id)
                THEN 1 ELSE 0 END AS has_wakes
            """,
        row ->
            new Account(
                new LockedAccount(row.number("id"), row.number("open"), row.number("last_rank")),
                PassedRanks.of(row),
                row.text("account_key"),
                row.text("alias"),
                token,
                until,
                row.count("host_failures"),
                row.count("has_wakes") == 1,
                row.count("refused") != 0),
        arguments.toArray());
  }

  /** Without those whose jobs are paused or cancelled. */
  private List<DueChanges.Due> wanted(
      Sql sql, Account account, List<DueChanges.Due> due, Instant now) throws SQLException {
    if (due.stream().allMatch(one -> one.wanted() == DueChanges.Wanted.SENT)) {
      return due;
    }
    Set<Long> out = new HashSet<>(seqs(due, DueChanges.Wanted.PAUSED));
    if (!out.isEmpty()) {
      JdbcJobControl.pause(sql, out);
    }
    List<Long> unwanted = seqs(due, DueChanges.Wanted.WITHDRAWN);
    List<ChangeRow> unsent =
        unwanted.isEmpty() ? List.of() : Withdrawal.unsent(sql, unwanted, Long.MAX_VALUE, false);
    if (!unsent.isEmpty()) {
      withdrawal.settle(sql, account.locked, unsent, now);
      unsent.forEach(change -> out.add(change.seq()));
    }
    return due.stream().filter(one -> !out.contains(one.row().seq())).toList();
  }

  private static List<Long> seqs(List<DueChanges.Due> due, DueChanges.Wanted wanted) {
    return due.stream().filter(one -> one.wanted() == wanted).map(one -> one.row().seq()).toList();
  }

  /** What is known of names may have changed since they were looked at. */
  private List<DueChanges.Due> unblocked(Sql sql, Account account, List<DueChanges.Due> due)
      throws SQLException {
    Set<Long> blocked =
        order.blocked(
            sql, account.locked, due.stream().map(one -> OrderedChange.of(one.row())).toList());
    return due.stream().filter(one -> !blocked.contains(one.row().seq())).toList();
  }

  private <R> Result<R> planned(
      Sql sql, Account account, List<DueChanges.Due> due, Planner<R> planner) throws SQLException {
    Instant now = clock.instant();
    List<ChangeRow> rows = due.stream().map(DueChanges.Due::row).toList();
    List<Decision.Settle> superseded = Superseded.beforePlanning(sql, account.id(), rows);
    boolean progress = settle(sql, account, superseded, now);
    Set<Long> settled = superseded.stream().map(Decision.Settle::seq).collect(Collectors.toSet());
    List<DueChange> planned =
        due.stream()
            .map(DueChanges.Due::change)
            .filter(change -> !settled.contains(change.seq()))
            .toList();
    if (planned.isEmpty()) {
      return new Result<>(account.id(), progress, null);
    }
    TenantPlan<R> plan =
        plan(planner, planned, AccountView.within(sql, account.key, clock, directory));
    accounts.closed(
        sql,
        account.id(),
        new Decisions(settlement, order, account.locked, now).apply(sql, plan.decisions()));
    progress |= !plan.decisions().isEmpty();
    if (settle(
        sql, account, Superseded.beforeSending(sql, account.id(), rows, plan.intents()), now)) {
      // The call was planned with them: the others are planned anew.
      return new Result<>(account.id(), true, null);
    }
    // Where another call is trying the host just now, this one does not leave.
    return plan.request() == null || !mayLeave(sql, account, now)
        ? new Result<>(account.id(), progress, null)
        : new Result<>(account.id(), progress, claimed(sql, account, plan, planned, now));
  }

  private boolean mayLeave(Sql sql, Account account, Instant now) throws SQLException {
    return account.hostFailures == 0
        || HostCircuitBreaker.mayTry(sql, account.lease, account.leaseUntil, now);
  }

  private static <R> TenantPlan<R> plan(Planner<R> planner, List<DueChange> due, LedgerView view)
      throws SQLException {
    try {
      return planner.plan(due, view);
    } catch (AccountView.ViewFailure e) {
      throw e.getCause();
    }
  }

  /** Returns whether there were any. */
  private boolean settle(Sql sql, Account account, List<Decision.Settle> changes, Instant now)
      throws SQLException {
    if (!changes.isEmpty()) {
      accounts.closed(sql, account.id(), settlement.settled(sql, account.locked, changes, now));
    }
    return !changes.isEmpty();
  }

  private <R> Claimed<R> claimed(
      Sql sql, Account account, TenantPlan<R> plan, List<DueChange> due, Instant now)
      throws SQLException {
    if (plan.intents().size() > due.size()) {
      throw new IllegalArgumentException("a plan has more requests than due changes");
    }
    Attempts.open(sql, account.id(), plan.intents(), now);
    directory.sending(sql, account.id(), plan.intents(), due);
    markSending(sql, account.id(), plan.intents());
    return new Claimed<>(
        account.key,
        account.lease,
        now,
        account.leaseUntil,
        plan.request(),
        concerned(plan, due),
        List.copyOf(plan.intents()));
  }

  private static List<DueChange> concerned(TenantPlan<?> plan, List<DueChange> due) {
    Set<Long> seqs = plan.intents().stream().map(Intent::seq).collect(Collectors.toSet());
    return due.stream().filter(change -> seqs.contains(change.seq())).toList();
  }

  private static void markSending(Sql sql, long accountId, List<Intent> intents)
      throws SQLException {
    List<Object> seqs = new ArrayList<>();
    intents.stream()
        .filter(intent -> intent.kind() == Intent.Kind.CHANGE)
        .forEach(intent -> seqs.add(intent.seq()));
    if (seqs.isEmpty()) {
      return;
    }
    int sent = seqs.size();
    seqs.add(accountId);
    int marked =
        sql.update(
            "UPDATE change SET state = 'sending' WHERE state = 'waiting' AND seq IN "
                + Sql.in(sent)
                + " AND account_id = ?",
            seqs.toArray());
    if (marked != sent) {
      throw new IllegalArgumentException("of " + intents + " some are not due and cannot be sent");
    }
  }
}
