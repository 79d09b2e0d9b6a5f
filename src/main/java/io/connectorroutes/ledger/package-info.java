/**
 * The ledger: what is recorded, claimed and settled, in SQLite or PostgreSQL. Payloads rest
 * encrypted. Knows changes, not Graph and not Camel: what to send is decided by a planner that its
 * caller passes in.
 */
package io.connectorroutes.ledger;
