package io.connectorroutes.ledger;

import java.time.Instant;

/**
 * A tenant's pause, kept as a row: nothing of the account is sent until it has passed.
 *
 * @param until by the ledger's time
 * @param kind never null
 * @param reason one line for a person ({@code throttled by Graph}, {@code no token: …})
 */
public record Park(Instant until, WaitReason kind, String reason) {}
