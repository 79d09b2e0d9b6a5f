/**
 * What the tenants' objects are called, kept once for all workers. Read {@link
 * io.connectorroutes.ledger.Directory} first: it says what is asked. {@code DirectoryView} answers
 * that, {@link io.connectorroutes.ledger.directory.LedgerDirectory} takes in what lists show and
 * what our own changes do, {@code KnownObjects} and {@code ObjectLists} are the tables. Every write
 * needs the account's lock.
 */
package io.connectorroutes.ledger.directory;
