/**
 * The message: what a connector change is, which operations there are, how changes are read from
 * JSON, JSON Lines and CSV, and how each is held against the JSON Schema of its operation. Nothing
 * here knows Camel, Graph's HTTP interface or the ledger; this package imports no other of ours.
 */
package io.connectorroutes.change;
