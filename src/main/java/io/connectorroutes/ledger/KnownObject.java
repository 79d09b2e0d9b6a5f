package io.connectorroutes.ledger;

import io.connectorroutes.graph.ListedObject;
import java.time.Instant;

/**
 * An object of the tenant that the directory knows.
 *
 * @param object as it is now; its name is null where nothing has told it
 * @param firstSeen when the first call left that told of its id: what a later request made is not
 *     it
 * @param createdAt when a change of ours created it; null where none did
 */
public record KnownObject(ListedObject object, Instant firstSeen, Instant createdAt) {}
