/**
 * Which change may be sent: one when no earlier unsettled change of its account holds a key that it
 * awaits. Start with {@link io.connectorroutes.ledger.order.Footprint}.
 */
package io.connectorroutes.ledger.order;
