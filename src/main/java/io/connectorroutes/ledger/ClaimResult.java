package io.connectorroutes.ledger;

import java.util.List;

/**
 * The result of a claimed call, settled in one transaction.
 *
 * @param attempts what came back, one for each intent
 * @param decisions at most one for each change of the claim; a change without one is due at once
 * @param park the tenant's pause; null for none
 * @param lists what it tells of the lists of the tenant's objects; may be empty
 * @param notReached the pause of the cloud's host, where no connection came about; null for none
 * @param permissions what the answers tell of permissions, in the order of the intents
 */
public record ClaimResult(
    List<AttemptResult> attempts,
    List<Decision> decisions,
    Park park,
    List<ListUpdate> lists,
    Park notReached,
    List<PermissionAnswer> permissions) {

  /** A result that tells nothing of permissions. */
  public ClaimResult(
      List<AttemptResult> attempts,
      List<Decision> decisions,
      Park park,
      List<ListUpdate> lists,
      Park notReached) {
    this(attempts, decisions, park, lists, notReached, List.of());
  }

  /** The same, where the host was reached. */
  public ClaimResult(
      List<AttemptResult> attempts, List<Decision> decisions, Park park, List<ListUpdate> lists) {
    this(attempts, decisions, park, lists, null);
  }

  /** The same, where what became of each change was settled before. */
  public ClaimResult withoutDecisions() {
    return new ClaimResult(attempts, List.of(), park, lists, notReached, permissions);
  }

  /** The same, where what the lists show cannot be taken in. */
  public ClaimResult withoutLists() {
    return new ClaimResult(attempts, decisions, park, List.of(), notReached, permissions);
  }
}
