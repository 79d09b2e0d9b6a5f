package io.connectorroutes.ledger;

import io.connectorroutes.change.operation.ObjectKind;
import java.time.Instant;

/**
 * A list that was read to its end.
 *
 * @param kind what was listed
 * @param startedAt when its first page was asked for, by the ledger's time
 */
public record Listed(ObjectKind kind, Instant startedAt) {}
