/**
 * What is published of a change. Imports {@code change}, {@code ledger} and {@code secret}; does
 * not know Camel.
 *
 * <p>Read {@link io.connectorroutes.outcome.OutcomeLog} and {@link
 * io.connectorroutes.outcome.OutcomeJson} first (the line of each outcome), then {@link
 * io.connectorroutes.outcome.DeadLetterJson}, then {@link io.connectorroutes.outcome.ResultFiles}:
 * it writes the folder of a job by {@code ResultSet}, one {@code ResultFile} for each {@code
 * ResultGroup}, with a {@code RowWriter} of the file's format.
 */
package io.connectorroutes.outcome;
