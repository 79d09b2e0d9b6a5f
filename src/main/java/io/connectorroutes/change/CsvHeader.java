package io.connectorroutes.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.text.NearestName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** The header of a CSV file: which field each column holds. */
final class CsvHeader {
  private static final int MOST_COLUMNS = 1_000;
  private static final int LONGEST_NUMBER = 40;
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+(\\.0+)?");

  private final List<String> columns;

  /** The path of each column; empty for those that hold no field. */
  private final List<List<String>> paths = new ArrayList<>();

  CsvHeader(List<String> columns) throws MalformedFileException {
    this.columns = List.copyOf(columns);
    if (columns.size() > MOST_COLUMNS) {
      throw new MalformedFileException("the file has more than " + MOST_COLUMNS + " columns");
    }
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column) && !column.isEmpty()) {
        throw new MalformedFileException(shown(column) + " stands twice: leave one of them out");
      }
      paths.add(column.isEmpty() || ChangeFields.isResult(column) ? List.of() : path(column));
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
    String remedy =
        columns.size() == 1 && column.contains("|")
            ? "separate the cells by commas, semicolons or tabs"
            : NearestName.hint(column, ChangeFields.values(), "leave it out");
    return shown(column) + " is not a field of a change: " + remedy;
  }

  /** A column by its name, or by its place where the name may be a secret. */
  private String shown(String column) {
    return FieldNames.isShown(column)
        ? "the column " + column
        : "column " + (columns.indexOf(column) + 1) + " (its name is not repeated)";
  }

  List<String> columns() {
    return columns;
  }

  /** The row of some cells. */
  ReadRow row(int number, String[] cells) {
    int filled = filled(cells);
    if (filled > columns.size()) {
      return ReadRow.noObject(number, tooMany(filled));
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    ObjectNode original = JsonNodeFactory.instance.objectNode();
    FieldProblem problem = null;
    for (int i = 0; i < Math.min(cells.length, columns.size()); i++) {
      if (columns.get(i).isEmpty()) {
        problem = problem == null && !cells[i].isEmpty() ? nameless(i) : problem;
        continue;
      }
      original.put(columns.get(i), cells[i]);
      if (!cells[i].isEmpty() && !paths.get(i).isEmpty() && !put(fields, paths.get(i), cells[i])) {
        return ReadRow.unreadable(number, twice(columns.get(i)));
      }
    }
    return new ReadRow(number, fields, original, problem, false, null);
  }

  /** How many cells there are up to the last one that is not empty. */
  private static int filled(String[] cells) {
    int filled = cells.length;
    while (filled > 0 && cells[filled - 1].isEmpty()) {
      filled--;
    }
    return filled;
  }

  private FieldProblem tooMany(int cells) {
    return new FieldProblem(
        null,
        "the row has "
            + cells
            + " cells for "
            + columns.size()
            + " columns: put cells that hold separators or line breaks in quotes");
  }

  private static FieldProblem nameless(int index) {
    return new FieldProblem(
        null,
        "column "
            + (index + 1)
            + " has no name and holds a value: leave the cell empty, or name the column");
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
    OptionalLong revision =
        path.equals(List.of("revision")) ? wholeNumber(cell) : OptionalLong.empty();
    if (revision.isPresent()) {
      at.put(name, revision.getAsLong());
    } else {
      at.put(name, cell);
    }
    return true;
  }

  /** A spreadsheet may write 7 as 7.0. */
  private static OptionalLong wholeNumber(String cell) {
    if (cell.length() > LONGEST_NUMBER || !WHOLE_NUMBER.matcher(cell).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(new BigDecimal(cell).longValueExact());
    } catch (ArithmeticException e) {
      // Left as it is to the check, which says what is expected.
      return OptionalLong.empty();
    }
  }
}
