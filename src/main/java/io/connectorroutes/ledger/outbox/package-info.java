/** Outcomes, dead letters and their replay, reports and retention. */
package io.connectorroutes.ledger.outbox;
