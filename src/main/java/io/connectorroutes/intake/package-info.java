/**
 * From what was dropped or sent to what is recorded: reading, checking, tenant, secrets,
 * certificate. Imports {@code change}, {@code certificate}, {@code graph}, {@code ledger} and
 * {@code secret}; does not know Camel.
 */
package io.connectorroutes.intake;
