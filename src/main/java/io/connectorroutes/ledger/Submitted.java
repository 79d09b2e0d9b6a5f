package io.connectorroutes.ledger;

/**
 * What became of a change that was submitted.
 *
 * @param seq its number in the ledger; that of a duplicate is its own one
 * @param isDuplicate whether the same content is known under its id
 * @param problem why it is not recorded; null where it is
 */
public record Submitted(long seq, boolean isDuplicate, ReceivedRow.Problem problem) {}
