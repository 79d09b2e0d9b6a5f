package io.connectorroutes.change;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A row as it was read, not checked yet. {@code toString} shows no value.
 *
 * @param row 1-based number among the rows of its file (blank lines and a CSV header are no rows, a
 *     CSV row of empty cells is one); 0 for a message
 * @param fields the row as a nested object; null where it could not be read
 * @param cells of CSV, the cells as text by column, in order, empty ones included; null for JSON
 *     and where the row could not be read
 * @param problem what is wrong with the row whatever its fields hold; null for nothing
 * @param noObject whether it could not be read since it is no JSON object, or no row of its header
 * @param failure the exception of ours that kept it from being read; null for none
 */
public record ReadRow(
    int row,
    ObjectNode fields,
    ObjectNode cells,
    FieldProblem problem,
    boolean noObject,
    Throwable failure) {

  static ReadRow of(int row, ObjectNode fields) {
    return new ReadRow(row, fields, null, null, false, null);
  }

  static ReadRow unreadable(int row, FieldProblem problem) {
    return new ReadRow(row, null, null, problem, false, null);
  }

  static ReadRow noObject(int row, FieldProblem problem) {
    return new ReadRow(row, null, null, problem, true, null);
  }

  static ReadRow failed(int row, Throwable failure) {
    return new ReadRow(row, null, null, null, false, failure);
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
