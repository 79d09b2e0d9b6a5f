/**
 * Rows and messages in. Read {@link io.connectorroutes.ledger.recording.JdbcRecorder} first, then
 * {@code Messages} (groups of them), {@link io.connectorroutes.ledger.recording.ChangeInsert} (new,
 * duplicate, or a reused id), {@code IdempotencyKeys} and {@code EncryptedRow}; {@code RefusedJobs}
 * drops a file, {@link io.connectorroutes.ledger.recording.SecretSearch} finds the secret of an
 * earlier change.
 */
package io.connectorroutes.ledger.recording;
