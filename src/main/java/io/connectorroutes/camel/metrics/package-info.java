/**
 * What is measured, for an application's Micrometer: counted as it is done ({@code WorkMeters}), or
 * read of the ledger now and then ({@code LedgerMeters}). Labels have few values, none of which
 * comes from a change. Nothing of it is touched where Micrometer is not there.
 */
package io.connectorroutes.camel.metrics;
