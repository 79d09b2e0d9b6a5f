/**
 * The configuration: one table of keys, where their values come from, and the typed, immutable
 * result. Knows neither Camel nor the other packages of the product but {@code graph} and {@code
 * ledger}, whose settings it fills, and {@code secret}, which reads from key vaults.
 */
package io.connectorroutes.app.config;
