/**
 * Claims, settlement, the sliding window, the circuit breaker and the recovery of leases. Read
 * {@link io.connectorroutes.ledger.claim.JdbcDeliveries} first, then {@link
 * io.connectorroutes.ledger.claim.Claim}.
 */
package io.connectorroutes.ledger.claim;
