/**
 * Microsoft Graph as this product uses it: clouds, the request of each operation, errors, {@code
 * $batch}, tokens, and names found by lists. Imports {@code change} only; knows neither Camel nor
 * the ledger.
 */
package io.connectorroutes.graph;
