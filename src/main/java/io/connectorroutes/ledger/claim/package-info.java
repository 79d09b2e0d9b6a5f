/**
 * Claims and what ends them. Read {@link io.connectorroutes.ledger.claim.JdbcDeliveries} first,
 * then {@code Claim} (which tenant, which changes, how many: {@code SlidingWindow}, {@code
 * HostCircuitBreaker}, {@code Superseded}), {@code Decisions} (what an answer does to each change)
 * and {@link io.connectorroutes.ledger.claim.Settlement} (the end of a change); {@code
 * LeaseRecovery} ends the claims of workers that are gone, {@code OneByOne} takes a claim apart
 * that fails of one change.
 */
package io.connectorroutes.ledger.claim;
