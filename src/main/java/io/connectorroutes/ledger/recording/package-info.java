/**
 * Rows and messages in: idempotency keys, whole files, secrets of earlier changes. Read {@link
 * io.connectorroutes.ledger.recording.JdbcRecorder} first.
 */
package io.connectorroutes.ledger.recording;
