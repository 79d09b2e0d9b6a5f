/**
 * The configuration: one table of keys, where their values come from, and the typed, immutable
 * result. A new key is a constant of {@link Keys}, asked for where it is used. Knows no Camel; of
 * the other packages those whose settings it fills ({@code graph}, {@code ledger}, {@code
 * delivery}, {@code intake}), and {@code secret}, which reads from key vaults.
 */
package io.connectorroutes.config;
