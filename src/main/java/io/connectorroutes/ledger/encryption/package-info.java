/**
 * Payloads at rest: the keys, the cipher, and rows as they are stored. Used by the other rooms of
 * the ledger alone.
 */
package io.connectorroutes.ledger.encryption;
