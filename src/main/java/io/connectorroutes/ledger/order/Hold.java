package io.connectorroutes.ledger.order;

/**
 * A key that a change holds from its acceptance until it is settled.
 *
 * @param key as {@link OrderKey} spells it
 * @param gives whether it is the name that the change gives an object: by a create, an upsert or a
 *     rename to it
 */
public record Hold(String key, boolean gives) {}
