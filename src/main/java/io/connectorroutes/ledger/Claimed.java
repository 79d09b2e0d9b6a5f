package io.connectorroutes.ledger;

import java.time.Instant;
import java.util.List;

/**
 * A claimed call of one tenant: its intents are committed, the tenant is leased to the worker.
 *
 * @param account the account whose lease is held
 * @param lease identifies this claim; settling with another one settles nothing
 * @param leaseUntil by the ledger's time
 * @param request as planned
 * @param changes the changes that the intents are for
 * @param intents as planned
 */
public record Claimed<R>(
    String account,
    String lease,
    Instant leaseUntil,
    R request,
    List<DueChange> changes,
    List<Intent> intents) {}
