/**
 * The change of {@code ledger.key}. Read {@link io.connectorroutes.ledger.rekey.JdbcRekey} first:
 * begin, steps, end; then {@code ChangePayloads}, the rows of changes. Those of the directory are
 * encrypted anew in its own room, the keys are changed in {@code encryption}.
 */
package io.connectorroutes.ledger.rekey;
