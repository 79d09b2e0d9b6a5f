/**
 * Decides: what is sent next for a tenant, what an answer means for each change, when it is tried
 * again, and how a lost answer is settled. Imports {@code change}, {@code graph} and {@code
 * ledger}; does not know Camel.
 */
package io.connectorroutes.delivery;
