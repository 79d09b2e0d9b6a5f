package io.connectorroutes.ledger;

import java.util.List;

/**
 * The result of a claimed call, settled in one transaction.
 *
 * @param attempts what came back, one for each intent
 * @param decisions at most one for each change of the claim; a change without one is due at once
 * @param park the tenant's pause; null for none
 * @param seen objects that a look-up showed; may be empty
 * @param listed the lists that ended with the call; may be empty
 * @param notReached the pause of the cloud's host, where no connection came about; null for none
 */
public record ClaimResult(
    List<AttemptResult> attempts,
    List<Decision> decisions,
    Park park,
    List<KnownObject> seen,
    List<Listed> listed,
    Park notReached) {

  /** A result that ends no list, and that the host was reached for. */
  public ClaimResult(
      List<AttemptResult> attempts, List<Decision> decisions, Park park, List<KnownObject> seen) {
    this(attempts, decisions, park, seen, List.of(), null);
  }

  /** The same, where what became of each change was settled before. */
  public ClaimResult withoutDecisions() {
    return new ClaimResult(attempts, List.of(), park, seen, listed, notReached);
  }

  /** The same, where what the lists show cannot be taken in. */
  public ClaimResult withoutLists() {
    return new ClaimResult(attempts, decisions, park, List.of(), List.of(), notReached);
  }
}
