package io.connectorroutes.change;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A row as it was read, not checked yet. {@code toString} shows no value.
 *
 * @param row 1-based number among the rows of its file (blank lines and a CSV header are no rows);
 *     0 for a message
 * @param fields the row as a nested object; null where {@code problem} is set
 * @param cells of CSV, the cells as text by column, in order, empty ones included; null for JSON
 *     and where {@code problem} is set
 * @param problem why the row could not be read; null for a row that could
 */
public record ReadRow(int row, ObjectNode fields, ObjectNode cells, FieldProblem problem) {

  static ReadRow of(int row, ObjectNode fields) {
    return new ReadRow(row, fields, null, null);
  }

  static ReadRow unreadable(int row, FieldProblem problem) {
    return new ReadRow(row, null, null, problem);
  }

  /** The row as it came: the cells of CSV, else the object; null where it could not be read. */
  public ObjectNode original() {
    return cells == null ? fields : cells;
  }

  @Override
  public String toString() {
    return "ReadRow[" + row + (problem == null ? "]" : " " + problem.message() + "]");
  }
}
