/**
 * One gateway a table of the ledger: rows in and out, no rules. Used by the other rooms of the
 * ledger alone.
 */
package io.connectorroutes.ledger.table;
