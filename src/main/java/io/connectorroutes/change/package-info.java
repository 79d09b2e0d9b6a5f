/**
 * The message: what a connector change is, how changes are read from JSON, JSON Lines and CSV, and
 * how each is held against the JSON Schema of its operation. Nothing here knows Camel, Graph's HTTP
 * interface or the ledger; imports {@code text} and {@code files} alone.
 *
 * <p>Read {@link io.connectorroutes.change.ConnectorChange} first, with package {@code operation};
 * then {@link io.connectorroutes.change.RowReader} (from a file to rows, a class for each format),
 * {@link io.connectorroutes.change.ChangeReader} (from a row to a change, or what is wrong with it)
 * and {@code ChangeSchema}; {@link io.connectorroutes.change.Outcome} is what becomes of one.
 */
package io.connectorroutes.change;
