package io.connectorroutes.ledger;

import io.connectorroutes.change.Outcome;
import java.time.Instant;

/**
 * What the ledger knows of the id of a change that comes once more.
 *
 * @param receivedAt when the first one was recorded; null where that is not kept any more
 * @param outcome of the first one; null while it is open
 * @param isSame whether the contents are the same: it would be a duplicate, else rejected
 */
public record KnownChange(Instant receivedAt, Outcome outcome, boolean isSame) {}
