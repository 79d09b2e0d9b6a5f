/**
 * The configuration: one table of keys, where their values come from, and the typed, immutable
 * result. Knows no Camel; of the other packages those whose settings it fills ({@code graph},
 * {@code ledger}, {@code delivery}, {@code intake}), and {@code secret}, which reads from key
 * vaults.
 *
 * <p>Read {@link io.connectorroutes.config.Keys} first: a new key is a constant there, asked for
 * where it is used; then {@link io.connectorroutes.config.ValueTypes} (what a value may be), {@link
 * io.connectorroutes.config.ConfigurationReader} (from {@code Sources}) and {@link
 * io.connectorroutes.config.Configuration}.
 */
package io.connectorroutes.config;
