package io.connectorroutes.ledger;

import java.util.List;

/**
 * A row of a settled job with its outcome, for the result files.
 *
 * @param row 1-based number
 * @param changeId of this row
 * @param duplicateOf the change id whose outcome this is, for a duplicate; else null
 * @param outcome the row's own outcome, or the first one's for a duplicate
 * @param refused dotted paths of the fields whose values broke their rules: they are not to be
 *     repeated; empty for a row that was not rejected
 * @param original as in {@link ReceivedRow#original()}; null where {@code changeJson} gives it back
 * @param changeJson UTF-8 JSON of the change with its secrets; null for a row that was rejected
 */
public record JobRow(
    int row,
    String changeId,
    String duplicateOf,
    OutcomeRecord outcome,
    List<String> refused,
    byte[] original,
    byte[] changeJson) {

  /** The same row, of which only its result is published. */
  public JobRow withoutContent() {
    return new JobRow(row, changeId, duplicateOf, outcome, refused, null, null);
  }

  @Override
  public String toString() {
    return "JobRow[" + row + " " + changeId + "]";
  }
}
