/**
 * One gateway a table of the ledger: rows in and out, no rules. Read {@link
 * io.connectorroutes.ledger.table.ChangeRow} and {@link io.connectorroutes.ledger.table.Accounts}
 * first: whoever alters changes of an account has its {@link
 * io.connectorroutes.ledger.table.LockedAccount}. Used by the other rooms of the ledger alone;
 * knows none of them.
 */
package io.connectorroutes.ledger.table;
