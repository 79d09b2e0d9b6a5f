package io.connectorroutes.change;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A row as it was read, not checked yet. {@code toString} shows no value.
 *
 * @param row 1-based number among the rows of its file (blank lines and a CSV header are no rows);
 *     0 for a message
 * @param fields the row as a nested object; null where {@code problem} is set
 * @param original the row as it came: for JSON the same object as {@code fields}, for CSV the cells
 *     as text by column; null where it could not be read
 * @param problem why the row could not be read; null for a row that could
 */
public record ReadRow(int row, ObjectNode fields, ObjectNode original, FieldProblem problem) {

  static ReadRow of(int row, ObjectNode fields) {
    return new ReadRow(row, fields, fields, null);
  }

  static ReadRow unreadable(int row, FieldProblem problem) {
    return new ReadRow(row, null, null, problem);
  }

  @Override
  public String toString() {
    return "ReadRow[" + row + (problem == null ? "]" : " " + problem.message() + "]");
  }
}
