package io.connectorroutes.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Claims what is due and settles what came of it. */
public interface Deliveries {

  /**
   * Claims the next call, after a look at all that could be done: accepted changes are enqueued,
   * and expired leases recovered.
   *
   * @param worker see {@link #claimDue}
   * @param limit most due changes shown to the planner
   * @return empty where nothing is due
   */
  <R> Optional<Claimed<R>> claim(String worker, int limit, Planner<R> planner);

  /**
   * Claims the next call, where a {@link Signal} says that an account can be claimed: picks a
   * tenant that has due changes, is not parked and has no request in flight (the tenant that was
   * served longest ago), lets the planner plan, commits intents, decisions and the tenant's lease
   * in one transaction. Where a plan has decisions but no request the next tenant is tried.
   *
   * @param worker name of this worker process, which begins with its command: {@code run:…}, {@code
   *     import:…}; see {@link #recoverLeases}
   * @param limit most due changes shown to the planner
   * @return empty where nothing is due
   */
  <R> Optional<Claimed<R>> claimDue(String worker, int limit, Planner<R> planner);

  /**
   * Settles a claimed call.
   *
   * @return false where the lease was lost meanwhile: then nothing was changed
   */
  boolean settle(Claimed<?> claimed, ClaimResult result);

  /**
   * Gives a claim back unsent: its changes are as they were, its intents are marked as not sent.
   * Nothing is changed where the lease was lost meanwhile.
   */
  void release(Claimed<?> claimed);

  /**
   * Takes changes out of a claim whose requests have not left: each becomes what its decision says,
   * its intent is gone, and its slot of the budget free. The claim goes on with the others.
   *
   * @param decisions one for each of them; at least one
   * @return false where the lease was lost meanwhile: then nothing was changed
   */
  boolean takeOut(Claimed<?> claimed, List<Decision> decisions);

  /** Extends the lease of calls in flight; for a worker's heartbeat. */
  void renew(List<Claimed<?>> inFlight);

  /**
   * Takes back the leases of workers that are gone: expired ones, and with {@code allRuns} those of
   * any earlier {@code run} on this ledger (all workers whose name begins with {@code run}: only
   * for a ledger that no other {@code run} shares), by which they published as well. Changes that
   * were being sent are due again: in phase LOOK where sending twice could double them.
   *
   * @return how many changes are due again
   */
  int recoverLeases(boolean allRuns);

  /** Lets changes go on that are blocked in vain; to be called now and then. */
  void repair();

  /**
   * When something may be due next: now or earlier where something is; empty for nothing waiting.
   */
  Optional<Instant> nextDue();

  /**
   * Why an account cannot be used.
   *
   * @param kind {@link WaitReason#NO_CREDENTIAL} or {@link WaitReason#NO_TOKEN}
   * @param reason one line for a person
   */
  record Unusable(WaitReason kind, String reason) {}

  /**
   * Notes that accounts cannot be used where Graph is away, so that none of their calls leaves and
   * finds that out. They may be tried all the same; what is noted ends when a request is answered.
   *
   * @param accounts why, by account; there may be hundreds, and mostly nothing is to be noted
   */
  void unusable(Map<String, Unusable> accounts);

  /** The view of one account, for deciding on an answer. */
  LedgerView view(String account);
}
