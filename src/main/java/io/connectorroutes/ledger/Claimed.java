package io.connectorroutes.ledger;

import java.time.Instant;
import java.util.List;

/**
 * A claimed call of one tenant: its intents are committed, the tenant is leased to the worker.
 *
 * @param account the account whose lease is held
 * @param lease identifies this claim; settling with another one settles nothing
 * @param claimedAt when its intents were recorded, by the ledger's time
 * @param leaseUntil by the ledger's time
 * @param request as planned
 * @param changes the changes that the intents are for
 * @param intents as planned
 */
public record Claimed<R>(
    String account,
    String lease,
    Instant claimedAt,
    Instant leaseUntil,
    R request,
    List<DueChange> changes,
    List<Intent> intents) {

  /** The same as far as one of its changes goes. */
  public Claimed<R> of(long seq) {
    return new Claimed<>(
        account,
        lease,
        claimedAt,
        leaseUntil,
        request,
        changes.stream().filter(change -> change.seq() == seq).toList(),
        intents.stream().filter(intent -> intent.seq() == seq).toList());
  }
}
