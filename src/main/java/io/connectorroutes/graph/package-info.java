/**
 * Microsoft Graph as this product uses it. Imports {@code change}, {@code certificate}, {@code
 * text} and {@code files}; knows neither Camel nor the ledger.
 *
 * <p>Read {@link io.connectorroutes.graph.GraphRequests} first: the request of each operation; then
 * {@link io.connectorroutes.graph.GraphBatch}, {@link io.connectorroutes.graph.GraphLists} (how
 * objects are listed), {@link io.connectorroutes.graph.GraphError}. {@link
 * io.connectorroutes.graph.ConfiguredTenants} says who is called; {@link
 * io.connectorroutes.graph.TokenSource} has their tokens, from {@code AccountTokens} and {@code
 * Credentials}.
 */
package io.connectorroutes.graph;
