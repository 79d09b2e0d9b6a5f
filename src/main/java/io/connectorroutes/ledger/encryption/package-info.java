/**
 * Payloads at rest. Read {@link io.connectorroutes.ledger.encryption.Payloads} first: what is
 * encrypted, and what is compared; then {@code PayloadCipher} and {@code LedgerKeys}. Knows no
 * other room of the ledger.
 */
package io.connectorroutes.ledger.encryption;
