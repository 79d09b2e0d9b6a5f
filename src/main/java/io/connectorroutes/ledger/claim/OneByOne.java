package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Park;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.Planner;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.ledger.directory.LedgerDirectory;
import io.connectorroutes.ledger.order.Order;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.Attempts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.LockedAccount;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/**
 * Does one by one what failed together, for no fault of the database: so the change is found that
 * it failed of. That one has its outcome; the others go on.
 */
final class OneByOne {
  /** How long an account rests whose claim fails of none of its changes. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** How long a change rests that cannot even be given an outcome. */
  private static final Duration PUT_OFF = Duration.ofMinutes(1);

  /** So often within so long a claim fails of none of its changes before its account rests. */
  private static final int MOST_UNEXPLAINED = 3;

  private static final Duration SOON = Duration.ofSeconds(5);

  private record Unexplained(Instant last, int times) {}

  private final Map<Long, Unexplained> unexplained = new ConcurrentHashMap<>();
  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final Settlement settlement;
  private final Order order;
  private final LedgerDirectory directory;
  private final Claim claim;
  private final InternalErrors errors = new InternalErrors(LoggerFactory.getLogger(OneByOne.class));

  OneByOne(
      Database database,
      Clock clock,
      Accounts accounts,
      Settlement settlement,
      Order order,
      LedgerDirectory directory,
      Claim claim) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
    this.settlement = settlement;
    this.order = order;
    this.directory = directory;
    this.claim = claim;
  }

  /** Claims an account for one change after the other, until one of them goes on. */
  <R> Claim.Result<R> claim(Claim.Failed failed, String worker, int limit, Planner<R> planner) {
    long account = failed.accountId();
    Collection<Long> seqs =
        database.read(
            sql ->
                DueChanges.seqs(
                    sql, account, PermissionRests.of(sql, account), clock.instant(), limit));
    for (long seq : seqs) {
      Optional<Claim.Result<R>> result = claim(account, seq, worker, planner);
      if (result.isEmpty()) {
        // Another worker was faster.
        return new Claim.Result<>(account, false, null);
      }
      if (result.get().progress() || result.get().claimed() != null) {
        unexplained.remove(account);
        return result.get();
      }
    }
    if (!seqs.isEmpty() && isRepeated(account)) {
      pause(failed);
    }
    return new Claim.Result<>(account, false, null);
  }

  /** Now and then another worker was faster, and has done what it failed of. */
  private boolean isRepeated(long account) {
    Instant now = clock.instant();
    Unexplained before = unexplained.get(account);
    boolean goesOn = before != null && before.last.plus(SOON).isAfter(now);
    Unexplained these = new Unexplained(now, goesOn ? before.times + 1 : 1);
    unexplained.put(account, these);
    return these.times >= MOST_UNEXPLAINED;
  }

  private void pause(Claim.Failed failed) {
    errors.log("the next call of tenant " + failed.tenant(), failed.getCause());
    Instant now = clock.instant();
    Park pause =
        new Park(now.plus(PAUSE), WaitReason.RETRY, InternalErrors.message(failed.getCause()));
    database.write(
        sql -> {
          accounts.park(sql, failed.accountId(), pause, now);
          return null;
        });
  }

  /** Empty where another worker was faster. */
  private <R> Optional<Claim.Result<R>> claim(
      long account, long seq, String worker, Planner<R> planner) {
    try {
      return database.write(sql -> claim.takeOne(sql, account, seq, worker, planner));
    } catch (Claim.Failed e) {
      return end(account, seq, e.getCause())
          ? Optional.of(new Claim.Result<>(account, true, null))
          : Optional.empty();
    }
  }

  private boolean end(long account, long seq, Throwable failure) {
    try {
      return database.write(
          sql -> {
            LockedAccount locked = accounts.lock(sql, account);
            Optional<ChangeRow> change =
                ChangeRow.find(sql, seq).filter(found -> found.state().equals("waiting"));
            if (change.isPresent()) {
              apply(sql, locked, List.of(unexpected(change.get(), failure)));
              accounts.refreshDue(sql, account);
            }
            return change.isPresent();
          });
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      putOff(account, seq, e);
      return true;
    }
  }

  /**
   * Settles each change of a claim by itself; the claim goes on.
   *
   * @return false where the lease was lost meanwhile
   */
  boolean settle(Claimed<?> claimed, ClaimResult result) {
    boolean leased =
        whileLeased(
            claimed,
            (sql, account) -> {
              Attempts.answered(sql, account.id(), result.attempts(), clock.instant());
              Attempts.giveUp(sql, account.id(), "noAnswer", true, clock.instant());
            });
    for (Decision decision : result.decisions()) {
      leased = leased && settle(claimed, result.attempts(), decision);
    }
    return leased;
  }

  /**
   * Takes each change out of a claim by itself; the claim goes on.
   *
   * @return false where the lease was lost meanwhile
   */
  boolean takeOut(Claimed<?> claimed, List<Decision> decisions) {
    List<Long> seqs = decisions.stream().map(Decision::seq).toList();
    boolean leased =
        whileLeased(
            claimed,
            (sql, account) -> {
              Attempts.withdraw(sql, account.id(), seqs);
              accounts.slotsFreeAt(sql, account.id(), clock.instant());
            });
    for (Decision decision : decisions) {
      leased = leased && settle(claimed, List.of(), decision);
    }
    return leased;
  }

  private boolean settle(Claimed<?> claimed, List<AttemptResult> results, Decision decision) {
    try {
      return whileLeased(
          claimed,
          (sql, account) -> {
            Instant now = clock.instant();
            accounts.closed(
                sql,
                account.id(),
                new Decisions(settlement, order, account, now)
                    .apply(
                        sql,
                        List.of(decision),
                        () ->
                            directory.follow(
                                sql,
                                account.id(),
                                claimed.of(decision.seq()),
                                results,
                                List.of(decision),
                                now)));
          });
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      return settleUnexpected(claimed, decision.seq(), e);
    }
  }

  private boolean settleUnexpected(Claimed<?> claimed, long seq, Throwable failure) {
    try {
      return whileLeased(
          claimed,
          (sql, account) -> {
            ChangeRow change = ChangeRow.find(sql, seq).orElseThrow();
            apply(sql, account, List.of(unexpected(change, failure)));
          });
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      return whileLeased(claimed, (sql, account) -> putOff(sql, account.id(), seq, e));
    }
  }

  private Decision unexpected(ChangeRow change, Throwable failure) {
    errors.log("change " + change.changeId(), failure);
    return new Decision.Unexpected(change.seq(), InternalErrors.message(failure));
  }

  private void apply(Sql sql, LockedAccount account, List<Decision> decisions) throws SQLException {
    accounts.closed(
        sql,
        account.id(),
        new Decisions(settlement, order, account, clock.instant()).apply(sql, decisions));
  }

  private void putOff(long account, long seq, Throwable failure) {
    database.write(
        sql -> {
          accounts.lock(sql, account);
          putOff(sql, account, seq, failure);
          return null;
        });
  }

  /** Nobody can say what became of it; it is tried again, and holds up nobody meanwhile. */
  private void putOff(Sql sql, long account, long seq, Throwable failure) throws SQLException {
    ChangeRow change = ChangeRow.find(sql, seq).orElseThrow();
    errors.log("change " + change.changeId() + " cannot be settled", failure);
    boolean sent = Attempts.mayHaveBeenApplied(sql, change);
    Instant now = clock.instant();
    settlement.again(
        sql,
        change,
        new Decision.Retry(
            seq,
            now.plus(PUT_OFF),
            sent ? Phase.LOOK : change.phase(),
            false,
            Duration.ZERO,
            sent ? now : null,
            null,
            false,
            InternalErrors.message(failure)));
    accounts.refreshDue(sql, account);
  }

  /** What is done with an account that is locked. */
  @FunctionalInterface
  private interface Work {
    void run(Sql sql, LockedAccount account) throws SQLException;
  }

  private boolean whileLeased(Claimed<?> claimed, Work work) {
    return database.write(
        sql -> {
          Optional<LockedAccount> account =
              accounts.lockLeased(sql, claimed).map(Accounts.Leased::account);
          if (account.isPresent()) {
            work.run(sql, account.get());
          }
          return account.isPresent();
        });
  }
}
