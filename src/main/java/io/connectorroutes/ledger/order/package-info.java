/**
 * Which change may be sent: one when no earlier unsettled change of its account holds a key that it
 * awaits. Knows the directory and the tables.
 *
 * <p>In order of reading: {@link io.connectorroutes.ledger.order.OrderFacts} (what counts of a
 * change), {@link io.connectorroutes.ledger.order.Footprint} (the keys that it holds and awaits, as
 * a table), {@code Blockers} (who holds an awaited key), {@link
 * io.connectorroutes.ledger.order.Order} (who is blocked, goes on, or moves, with {@code Holds} and
 * {@code Wakes} for the tables), {@link io.connectorroutes.ledger.order.Applied} (what was applied
 * last, for replays and revisions).
 */
package io.connectorroutes.ledger.order;
