/**
 * From what was dropped or sent to what is recorded: reading, checking, tenant, secrets,
 * certificate. Imports {@code change}, {@code certificate}, {@code graph}, {@code ledger} and
 * {@code secret}; does not know Camel.
 *
 * <p>Read {@link io.connectorroutes.intake.Receiver} first, then {@code Preconditions} (what a
 * valid change must pass), {@code Identity} (ids of rows that have none) and {@link
 * io.connectorroutes.intake.ChangeReferences} (what an earlier change holds).
 */
package io.connectorroutes.intake;
