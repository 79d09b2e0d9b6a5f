package io.connectorroutes.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The header of a CSV file: which field each column holds. */
final class CsvHeader {
  private static final int MOST_COLUMNS = 1_000;
  private static final int LONGEST_INTEGER = 19;

  private final List<String> columns;

  /** The path of each column; empty for those that are ignored. */
  private final List<List<String>> paths = new ArrayList<>();

  CsvHeader(List<String> columns) throws MalformedFileException {
    this.columns = List.copyOf(columns);
    if (columns.size() > MOST_COLUMNS) {
      throw new MalformedFileException("the file has more than " + MOST_COLUMNS + " columns");
    }
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw new MalformedFileException(
            "the column " + Shown.name(column) + " stands twice: leave one of them out");
      }
      paths.add(ChangeFields.isResult(column) ? List.of() : path(column));
    }
    if (!seen.contains("operation")) {
      throw new MalformedFileException(
          "the header has no column operation: name the fields in the first row");
    }
  }

  private List<String> path(String column) throws MalformedFileException {
    Optional<List<String>> names = ChangeFields.names(column);
    if (names.isEmpty()) {
      throw new MalformedFileException(unknown(column));
    }
    return names.get();
  }

  private String unknown(String column) {
    if (column.isEmpty()) {
      return "column " + (columns.indexOf(column) + 1) + " has no name: name it or leave it out";
    }
    String remedy =
        columns.size() == 1 && (column.contains(";") || column.contains("\t"))
            ? "separate the cells by commas"
            : NearestName.of(column, ChangeFields.values())
                .map(nearest -> "did you mean " + nearest + "?")
                .orElse("leave it out");
    return "the column " + Shown.name(column) + " is not a field of a change: " + remedy;
  }

  List<String> columns() {
    return columns;
  }

  /** The row of some cells. */
  ReadRow row(int number, String[] cells) {
    if (cells.length > columns.size()) {
      return ReadRow.unreadable(
          number,
          new FieldProblem(
              null,
              "the row has "
                  + cells.length
                  + " cells for "
                  + columns.size()
                  + " columns: put cells that hold commas or line breaks in quotes"));
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    ObjectNode original = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < cells.length; i++) {
      original.put(columns.get(i), cells[i]);
      if (!cells[i].isEmpty() && !paths.get(i).isEmpty() && !put(fields, paths.get(i), cells[i])) {
        return ReadRow.unreadable(number, twice(columns.get(i)));
      }
    }
    return new ReadRow(number, fields, original, null);
  }

  private static FieldProblem twice(String column) {
    return new FieldProblem(
        column,
        column + " is given both as a value and as fields below it: leave one of the cells empty");
  }

  /** Puts a cell at its place; false where the place is taken. */
  private static boolean put(ObjectNode fields, List<String> path, String cell) {
    ObjectNode at = fields;
    for (String name : path.subList(0, path.size() - 1)) {
      if (at.has(name) && !at.get(name).isObject()) {
        return false;
      }
      at = at.withObjectProperty(name);
    }
    String name = path.get(path.size() - 1);
    if (at.has(name)) {
      return false;
    }
    if (path.equals(List.of("revision")) && isInteger(cell)) {
      at.put(name, Long.parseLong(cell));
    } else {
      at.put(name, cell);
    }
    return true;
  }

  private static boolean isInteger(String cell) {
    if (cell.length() > LONGEST_INTEGER || !cell.matches("-?[0-9]+")) {
      return false;
    }
    try {
      Long.parseLong(cell);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
