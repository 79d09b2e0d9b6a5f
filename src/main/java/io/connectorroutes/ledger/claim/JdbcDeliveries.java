package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.Deliveries;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.ListUpdate;
import io.connectorroutes.ledger.Planner;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.directory.LedgerDirectory;
import io.connectorroutes.ledger.enqueue.Enqueuer;
import io.connectorroutes.ledger.order.Order;
import io.connectorroutes.ledger.order.Repair;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.Attempts;
import io.connectorroutes.ledger.table.Closed;
import io.connectorroutes.ledger.table.LockedAccount;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims for one account after the other, and settles by compare-and-set on the lease. */
public final class JdbcDeliveries implements Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDeliveries.class);

  /** Claims of one call that settle without sending; the caller is signalled and goes on. */
  private static final int MOST_TRIES = 100;

  /** Claims at once where each holds a connection until the one before it is committed. */
  private static final int FEW_CLAIMS = 4;

  private final Database database;
  private final Clock clock;
  private final Duration lease;
  private final int pauseAfter;
  private final ClaimTurns turns;
  private final Accounts accounts;
  private final Enqueuer enqueuer;
  private final Settlement settlement;
  private final Order order;
  private final LedgerDirectory directory;
  private final LeaseRecovery leaseRecovery;
  private final Repair repair;
  private final Claim claim;
  private final UnconfiguredAccounts unconfigured;
  private final OneByOne oneByOne;
  private final JdbcJobControl jobControl;
  private final InternalErrors errors = new InternalErrors(LOG);

  public JdbcDeliveries(
      Database database,
      Clock clock,
      LedgerSettings settings,
      Accounts accounts,
      Enqueuer enqueuer,
      Settlement settlement,
      Order order,
      LedgerDirectory directory,
      DueChanges dueChanges,
      UnconfiguredAccounts unconfigured,
      JdbcJobControl jobControl) {
    this.database = database;
    this.clock = clock;
    this.lease = settings.lease();
    this.pauseAfter = settings.pauseAfter();
    this.turns = new ClaimTurns(Math.max(FEW_CLAIMS, database.mostTogether()));
    this.accounts = accounts;
    this.enqueuer = enqueuer;
    this.settlement = settlement;
    this.order = order;
    this.directory = directory;
    this.unconfigured = unconfigured;
    this.jobControl = jobControl;
    this.leaseRecovery = new LeaseRecovery(database, clock, accounts, directory);
    this.repair = new Repair(database, accounts);
    this.claim =
        new Claim(
            database.dialect(),
            clock,
            lease,
            accounts,
            dueChanges,
            settlement,
            order,
            directory,
            unconfigured);
    this.oneByOne = new OneByOne(database, clock, accounts, settlement, order, directory, claim);
  }

  @Override
  public <R> Optional<Claimed<R>> claim(String worker, int limit, Planner<R> planner) {
    Work work = look();
    if (work.isPending) {
      enqueue();
    }
    if (work.isStepping) {
      stepJob();
    }
    if (work.isExpired) {
      leaseRecovery.recoverLeases(false);
    }
    return work.isAny() ? claimDue(worker, limit, planner) : Optional.empty();
  }

  @Override
  public <R> Optional<Claimed<R>> claimDue(String worker, int limit, Planner<R> planner) {
    Set<Long> fruitless = new HashSet<>();
    for (int i = 0; i < MOST_TRIES; i++) {
      Claim.Result<R> result = next(worker, limit, planner);
      if (result == null) {
        return Optional.empty();
      }
      if (result.claimed() != null) {
        return Optional.of(result.claimed());
      }
      // The account that was served longest ago comes first: one that comes again had no progress.
      if (!result.progress() && !fruitless.add(result.accountId())) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A process that was at it may be gone. */
  private void stepJob() {
    try {
      jobControl.step();
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("pausing, resuming or cancelling a job", e);
    }
  }

  /** Delivery goes on, whatever keeps further changes from being enqueued. */
  private void enqueue() {
    try {
      enqueuer.stepIfFree();
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("enqueueing changes", e);
    }
  }

  /** Null where no account has anything to claim. */
  private <R> Claim.Result<R> next(String worker, int limit, Planner<R> planner) {
    return turns.take(
        () -> {
          try {
            return database.write(sql -> claim.take(sql, worker, limit, planner)).orElse(null);
          } catch (Claim.Failed e) {
            return oneByOne.claim(e, worker, limit, planner);
          }
        },
        result -> result.claimed() != null && result.claimed().intents().size() >= limit);
  }

  /**
   * What there is to do.
   *
   * @param isPending changes are to be enqueued
   * @param isExpired a lease is
   * @param isStepping changes of a job are to follow what is wanted of it
   * @param isDue an account can be claimed
   */
  private record Work(boolean isPending, boolean isExpired, boolean isStepping, boolean isDue) {
    boolean isAny() {
      return isPending || isExpired || isStepping || isDue;
    }
  }

  /** Asked first, so that a poll that finds nothing takes no lock. */
  private Work look() {
    Instant now = clock.instant();
    String isAnyDue =
        """
        EXISTS (SELECT 1 FROM account WHERE next_due <= ? AND
        """
            + Accounts.MAY_SEND
            + unconfigured.condition()
            + HostCircuitBreaker.IS_NOT_PARKED
            + ")";
    return database
        .read(
            sql ->
                sql.first(
                    "SELECT "
                        + flag(Enqueuer.IS_PENDING, "pending")
                        + ", "
                        + flag(LeaseRecovery.IS_ANY_EXPIRED, "expired")
                        + ", "
                        + flag(JdbcJobControl.IS_STEPPING, "stepping")
                        + ", "
                        + flag(isAnyDue, "due"),
                    row ->
                        new Work(
                            row.count("pending") == 1,
                            row.count("expired") == 1,
                            row.count("stepping") == 1,
                            row.count("due") == 1),
                    now,
                    now,
                    now,
                    now,
                    now,
                    now))
        .orElseThrow();
  }

  private static String flag(String condition, String name) {
    return "CASE WHEN " + condition + " THEN 1 ELSE 0 END AS " + name;
  }

  @Override
  public boolean settle(Claimed<?> claimed, ClaimResult result) {
    try {
      return database.write(sql -> settleWithin(sql, claimed, result));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      return oneByOne.settle(claimed, result) && settleRest(claimed, result.withoutDecisions());
    }
  }

  private boolean settleRest(Claimed<?> claimed, ClaimResult rest) {
    try {
      return database.write(sql -> settleWithin(sql, claimed, rest));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("what an answer lists for tenant " + tenant(claimed), e);
      return database.write(sql -> settleWithin(sql, claimed, rest.withoutLists()));
    }
  }

  private static String tenant(Claimed<?> claimed) {
    return GraphTenant.nameOf(
        claimed.changes().stream().findFirst().map(DueChange::tenant).orElse(null));
  }

  private boolean settleWithin(Sql sql, Claimed<?> claimed, ClaimResult result)
      throws SQLException {
    Optional<Accounts.Leased> leased = accounts.lockLeased(sql, claimed);
    if (leased.isEmpty()) {
      return false;
    }
    LockedAccount locked = leased.get().account();
    long account = locked.id();
    Instant now = clock.instant();
    if (Attempts.answered(sql, account, result.attempts(), now) < claimed.intents().size()) {
      Attempts.giveUp(sql, account, "noAnswer", true, now);
    }
    // First our own changes: they win over what the same call lists.
    Closed closed =
        new Decisions(settlement, order, locked, now)
            .apply(
                sql,
                result.decisions(),
                () ->
                    directory.follow(
                        sql, account, claimed, result.attempts(), result.decisions(), now));
    takeLists(sql, locked, claimed, result);
    if (result.attempts().stream().anyMatch(answer -> !answer.sent())) {
      accounts.slotsFreeAt(sql, account, now);
    }
    if (result.park() != null) {
      accounts.park(sql, account, result.park(), now);
    }
    followHost(sql, claimed, result, leased.get(), now);
    PermissionRests.answered(
        sql, account, leased.get().isAnyRefused(), result.permissions(), pauseAfter, now);
    if (!isEachDecided(claimed, result)) {
      backToWaiting(sql, account, now);
    }
    if (result.park() == null && isAnySent(result)) {
      accounts.unleaseAnswered(sql, account, closed);
    } else {
      accounts.unlease(sql, account, closed);
    }
    return true;
  }

  private static boolean isAnySent(ClaimResult result) {
    return result.attempts().stream().anyMatch(AttemptResult::sent);
  }

  /** Whether no change is left as being sent. */
  private static boolean isEachDecided(Claimed<?> claimed, ClaimResult result) {
    Set<Long> decided =
        result.decisions().stream()
            .filter(one -> one instanceof Decision.Settle || one instanceof Decision.Retry)
            .map(Decision::seq)
            .collect(Collectors.toSet());
    return claimed.intents().stream().map(Intent::seq).allMatch(decided::contains);
  }

  private void takeLists(Sql sql, LockedAccount account, Claimed<?> claimed, ClaimResult result)
      throws SQLException {
    for (ListUpdate.Page last :
        directory.take(sql, account.id(), result.lists(), claimed.claimedAt())) {
      order.listed(sql, account, last.kind());
    }
  }

  private static void followHost(
      Sql sql, Claimed<?> claimed, ClaimResult result, Accounts.Leased before, Instant now)
      throws SQLException {
    if (result.notReached() != null) {
      HostCircuitBreaker.notReached(sql, claimed.lease(), result.notReached(), now);
    } else if (isAnySent(result)) {
      if (before.hostFailures() > 0 || !before.isHostKnown()) {
        HostCircuitBreaker.reached(sql, now);
      }
    } else {
      HostCircuitBreaker.notTried(sql, claimed.lease());
    }
  }

  /** Changes without a decision. */
  private static void backToWaiting(Sql sql, long account, Instant due) throws SQLException {
    sql.update(
        """
        UPDATE change SET state = 'waiting', due_at = ?
        WHERE account_id = ? AND state = 'sending'
        """,
        due,
        account);
  }

  @Override
  public void unusable(Map<String, Unusable> unusable) {
    if (unusable.isEmpty()) {
      return;
    }
    // Mostly there is nothing to note, and one read for all of them keeps nobody from writing.
    Instant now = clock.instant();
    for (Accounts.Unnoted account : database.read(sql -> accounts.toBeNoted(sql, now))) {
      Unusable why = unusable.get(account.key());
      if (why != null && account.known() != why.kind()) {
        database.write(
            sql -> accounts.noteUnusable(sql, account.key(), why.kind(), why.reason(), now));
      }
    }
  }

  @Override
  public void release(Claimed<?> claimed) {
    database.write(sql -> releaseWithin(sql, claimed));
  }

  private boolean releaseWithin(Sql sql, Claimed<?> claimed) throws SQLException {
    Optional<LockedAccount> leased =
        accounts.lockLeased(sql, claimed).map(Accounts.Leased::account);
    if (leased.isEmpty()) {
      return false;
    }
    long account = leased.get().id();
    Instant now = clock.instant();
    Attempts.giveUp(sql, account, "notSent", false, now);
    accounts.slotsFreeAt(sql, account, now);
    sql.update(
        "UPDATE change SET state = 'waiting' WHERE account_id = ? AND state = 'sending'", account);
    HostCircuitBreaker.notTried(sql, claimed.lease());
    accounts.unlease(sql, account, Closed.NONE);
    return true;
  }

  @Override
  public boolean takeOut(Claimed<?> claimed, List<Decision> decisions) {
    try {
      return database.write(sql -> takeOutWithin(sql, claimed, decisions));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      return oneByOne.takeOut(claimed, decisions);
    }
  }

  private boolean takeOutWithin(Sql sql, Claimed<?> claimed, List<Decision> decisions)
      throws SQLException {
    Optional<LockedAccount> leased =
        accounts.lockLeased(sql, claimed).map(Accounts.Leased::account);
    if (leased.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    long account = leased.get().id();
    Attempts.withdraw(sql, account, decisions.stream().map(Decision::seq).toList());
    accounts.slotsFreeAt(sql, account, now);
    accounts.closed(
        sql, account, new Decisions(settlement, order, leased.get(), now).apply(sql, decisions));
    return true;
  }

  @Override
  public void renew(List<Claimed<?>> inFlight) {
    if (inFlight.isEmpty()) {
      return;
    }
    database.write(
        sql -> {
          Instant until = clock.instant().plus(lease);
          for (Claimed<?> claimed : inFlight) {
            sql.update(
                "UPDATE account SET lease_until = ? WHERE account_key = ? AND lease_token = ?",
                until,
                claimed.account(),
                claimed.lease());
          }
          return null;
        });
  }

  @Override
  public int recoverLeases(boolean allRuns) {
    return leaseRecovery.recoverLeases(allRuns);
  }

  @Override
  public void repair() {
    repair.run();
    if (pauseAfter == 0) {
      endRests();
    }
  }

  /** Those that a worker with another {@code graph.pause-after} began. */
  private void endRests() {
    List<Long> refused =
        database.read(
            sql ->
                sql.list(
                    "SELECT DISTINCT account_id FROM refused_permission",
                    row -> row.number("account_id")));
    for (long account : refused) {
      database.write(
          sql -> {
            accounts.lock(sql, account);
            PermissionRests.end(sql, account);
            accounts.refreshDue(sql, account);
            sql.onCommit(Signal.any());
            return null;
          });
    }
  }

  @Override
  public Optional<Instant> nextDue() {
    Instant now = clock.instant();
    return database
        .read(
            sql ->
                sql.number(
                    """
                    SELECT MIN(due) AS n FROM (
                      SELECT CASE WHEN parked_until > next_due AND parked_until >= host_until
                                      AND parked_until >= free_at
                                    THEN parked_until
                                  WHEN host_until > next_due AND host_until >= free_at
                                    THEN host_until
                                  WHEN free_at > next_due THEN free_at
                                  ELSE next_due END AS due
                      FROM account CROSS JOIN
                        (SELECT parked_until AS host_until FROM circuit_breaker WHERE id = 1) AS cloud
                      WHERE next_due IS NOT NULL AND lease_token IS NULL AND paused_since IS NULL
                    """
                        + unconfigured.condition()
                        + """
                          UNION ALL
                          SELECT MIN(lease_until) AS due FROM account WHERE lease_token IS NOT NULL
                          UNION ALL
                          SELECT CASE WHEN MIN(due_at) < ? THEN ? ELSE MIN(due_at) END AS due
                          FROM change WHERE
                        """
                        + Enqueuer.IS_FOR_LATER
                        + """

                          UNION ALL
                          SELECT CASE WHEN
                        """
                        + Enqueuer.IS_ANY_AHEAD
                        + " THEN CAST(? AS BIGINT) END AS due) AS waiting",
                    now,
                    now,
                    now))
        .map(Instant::ofEpochMilli);
  }

  @Override
  public LedgerView view(String account) {
    return new AccountView(database::read, account, clock, directory);
  }
}
