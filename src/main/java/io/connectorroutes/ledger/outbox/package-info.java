/**
 * What goes out of the ledger, and what is asked of it. Read {@link
 * io.connectorroutes.ledger.outbox.JdbcOutbox} first: what is still to be published; then {@link
 * io.connectorroutes.ledger.outbox.JdbcDeadLetters} (with their replay), {@link
 * io.connectorroutes.ledger.outbox.JdbcReports} and {@link
 * io.connectorroutes.ledger.outbox.JdbcRetention}.
 */
package io.connectorroutes.ledger.outbox;
